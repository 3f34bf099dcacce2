import { type MatchList, renderChoice, renderMatches } from '../../blocks/matches.ts'
import { givenFacts, IMAGE, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const AGO = '<!date^1793880000^{ago}|2026-11-05 12:00 UTC>'
const match = (n: number, more: object = {}, facts: object = {}) => ({
  image: { ...IMAGE, imageId: `ami-${n}` },
  facts: givenFacts({ name: `web-${n}`, createdAtMs: NOON_MS, ...facts }),
  accountName: 'production',
  ...more,
})
const view = (matches: MatchList['matches'], more: Partial<MatchList> = {}): MatchList => ({
  name: '/ami',
  text: 'status web',
  target: 'web',
  matches,
  page: 1,
  unreachable: [],
  ...more,
})
const many = (count: number) => Array.from({ length: count }, (_, at) => match(at))
const status = (n: number): string =>
  `[Show] Show: ami-${n} in eu-west-1 -> status 123456789012/eu-west-1/ami-${n}`

test('several images: what tells them apart, and a button for each', () => {
  const some = [
    match(1, {}, { snapshots: [{ snapshotId: 's', sizeGiB: 8, encrypted: false }] }),
    match(2, {}, { name: undefined, createdAtMs: undefined, state: 'disabled' }),
  ]
  const { text } = renderMatches('status', view(some))
  expect(text).toMatch(
    /^2 images match `web`: 🟢 Available · `web-1` · `ami-1` · 2026-11-05 12:00 UTC · 8 GiB · production · eu-west-1; 🟡 Disabled · unnamed · `ami-2`/,
  )
  expect(drawn(renderMatches('status', view(some)))).toEqual([
    '*2 images match* `web`',
    `🟢 Available · \`web-1\`\n\`ami-1\` · ${AGO} · 8 GiB · production · eu-west-1\n${status(1)}`,
    expect.stringMatching(/^🟡 Disabled · unnamed\n`ami-2` · (0 GiB · )?production · eu-west-1\n/),
  ])
})

test('a deregistered one: since when, and until when it can be restored', () => {
  const gone = match(1, { goneAtMs: NOON_MS, recycledUntilMs: NOON_MS }, { state: 'deregistered' })
  const [, line] = drawn(renderMatches('status', view([gone, match(2, { recycledUntilMs: NOON_MS })])))
  expect(line).toContain(`⚫ Deregistered · \`web-1\`\n\`ami-1\` · deregistered ${AGO}`)
  expect(line).toContain('♻️')
  const [, , other] = drawn(renderMatches('status', view([gone, match(2, { recycledUntilMs: NOON_MS })])))
  expect(other).not.toContain('♻️')
})

test('ten on a page, with buttons to the others, and how many more there are', () => {
  expect(drawn(renderMatches('status', view(many(10))))).toHaveLength(11)
  const second = drawn(renderMatches('status', view(many(21), { page: 2 })))
  expect(second).toHaveLength(13)
  expect(second[1]).toContain('`web-10`')
  expect(second[11]).toContain('[Previous]')
  expect(second[11]).toContain('[Next]')
  expect(second[12]).toBe('Page 2 of 3, newest first. 11 more matches. Narrow the name or add a region.')
  expect(renderMatches('status', view(many(21), { page: 2 })).text).toMatch(
    /^21 images match `web`, page 2 of 3: /,
  )
  const first = drawn(renderMatches('status', view(many(11))))
  expect(first[11]).not.toContain('[Previous]')
  expect(first[12]).toContain('1 more match. Narrow')
  expect(drawn(renderMatches('status', view(many(11), { page: 0 })))).toEqual(first)
  const last = drawn(renderMatches('status', view(many(11), { page: 9 })))
  expect(last[2]).not.toContain('[Next]')
  expect(last).toEqual(drawn(renderMatches('status', view(many(11), { page: 2 }))))
})

test('an account that could not be asked is named', () => {
  const unreachable = [{ where: 'staging us-east-1', why: 'TimeoutError' }]
  expect(drawn(renderMatches('status', view(many(2), { unreachable }))).at(-1)).toBe(
    '⚠️ Couldn’t search staging us-east-1: no answer in time (`TimeoutError`).',
  )
})

test('a choice of the image to change: the command for each', () => {
  const [title, line] = drawn(renderChoice('disable', view(many(2)), true))
  expect(title).toBe('*Which image?* 2 match `web`')
  expect(line).toContain('[Choose] Choose: /ami disable ami-0 eu-west-1 123456789012')
  const [, promote] = drawn(renderChoice('promote', view(many(2), { behind: 'prod' }), true))
  expect(promote).toContain('/ami promote ami-0 eu-west-1 123456789012 prod')
})

test.each([
  ['disable', '*Nothing to disable.* 2 images match, none in a state that allows it: `web`'],
  [
    'share',
    '*Nothing to re-share.* 2 images match, none is available with launch permissions that disabling removed: `web`',
  ],
  ['restore', '*Nothing to restore.* 2 images match, none is in the Recycle Bin: `web`'],
] as const)('nothing to choose: %s', (verb, title) => {
  const lines = drawn(renderChoice(verb, view(many(2)), false))
  expect(lines[0]).toBe(title)
  expect(lines[1]).not.toContain('[')
})
