import { csv } from '../../blocks/csv.ts'
import { type FleetView, renderFleet } from '../../blocks/fleet.ts'
import { renderFleetList } from '../../blocks/fleet-list.ts'
import { type ComparedUse, countStatuses, FLEET_STATUSES, groupFleet } from '../../src/domain/fleet-status.ts'
import { NOON_MS } from '../domain/given.ts'

const DAY_MS = 24 * 60 * 60_000

const HOSTILE = `<!channel> *a* \`b\` <https://evil.example|x> & "q", ${'z'.repeat(300)}`

const compared = (special: Partial<ComparedUse> = {}): ComparedUse => ({
  account: '123456789012',
  region: 'us-east-1',
  instanceId: 'i-0123456789abcdef0',
  name: 'web-1',
  state: 'running',
  tags: {},
  family: 'web',
  status: 'behind',
  behind: { builds: 3, days: 31 },
  image: { imageId: 'ami-0123456789abcdef0', name: 'web-2026', createdAtMs: NOON_MS },
  ...special,
})

const render = (uses: readonly ComparedUse[], special: Partial<FleetView> = {}) =>
  renderFleet({
    counts: countStatuses(uses),
    groups: groupFleet(uses),
    nameOf: account => (account === '123456789012' ? 'production' : account),
    unread: [],
    nowMs: NOON_MS + 12 * DAY_MS,
    list: 'sent',
    ...special,
  })

test('counts, then each group with its worst instances', () => {
  const uses = [
    compared(),
    compared({ status: 'current', behind: { builds: 0, days: 0 }, owner: 'payments' }),
  ]
  expect(render(uses).blocks.map(block => ('text' in block ? block.text : block))).toMatchObject([
    { text: '*Image status* · 2 instances in 1 account' },
    { text: '🕓 1 behind · 🟢 1 current · age of images: median 12 days, oldest 12 days' },
    {
      text: '*`web`* · production\n🕓 1 behind · age of images: median 12 days, oldest 12 days\n• `i-0123456789abcdef0` `web-1` runs `web-2026`: 3 builds, 31 days behind',
    },
    {
      text: '*`web`* · production · owner `payments`\n🟢 1 current · age of images: median 12 days, oldest 12 days',
    },
    { elements: [{ text: expect.stringContaining('by direct message (CSV)') }] },
  ])
})

test('as many groups, instances and accounts as there can be, all of them hostile: Slack takes it', () => {
  const uses = Array.from({ length: 600 }, (_, at) =>
    compared({
      family: `${at % 60}${HOSTILE}`,
      account: `${at % 7}`,
      owner: `${at % 5}${HOSTILE}`,
      instanceId: `i-${at}${HOSTILE}`,
      name: HOSTILE,
      status: FLEET_STATUSES[at % FLEET_STATUSES.length] ?? 'current',
      image: { imageId: HOSTILE, name: HOSTILE },
    }),
  )
  const unread = Array.from({ length: 200 }, () => [
    { what: 'instances' as const, where: HOSTILE, why: HOSTILE },
    { what: 'images' as const, where: HOSTILE, why: HOSTILE },
  ]).flat()
  const image = {
    account: '1',
    region: HOSTILE,
    imageId: HOSTILE,
    family: 'f',
    name: HOSTILE,
    state: 'available' as const,
    createdAtMs: 0,
  }
  const newest = {
    family: 'f',
    name: HOSTILE,
    createdAtMs: 0,
    images: Array.from({ length: 40 }, () => image),
  }
  const message = render(uses, {
    unread,
    nameOf: () => HOSTILE,
    list: { refused: HOSTILE },
    family: { name: HOSTILE, owner: 'S0WEB', builds: 3, newest },
  })
  expect(message.blocks.length).toBeLessThanOrEqual(50)
  expect(message.text.length).toBeLessThanOrEqual(4_000)
  expect(JSON.stringify(message)).not.toMatch(/<!channel>|<https/)
  expect(message.text).toContain('more groups of family, account and owner')
})

test('nothing runs, or nothing could be read', () => {
  expect(render([], { list: 'none' }).text).toBe('no instances found')
  const unread = [{ what: 'instances' as const, where: 'staging us-east-1', why: 'TimeoutError' }]
  expect(render([], { list: 'none', unread }).text).toBe(
    'no instances found. ⚠️ Not counted: instances of staging us-east-1: no answer in time (`TimeoutError`)',
  )
})

test('what could not be read is named by account and reason; of many, how many more there are', () => {
  const notes = (places: readonly (readonly [where: string, why: string])[]): string =>
    render([], {
      list: 'none',
      unread: places.map(([where, why]) => ({ what: 'instances' as const, where, why })),
    }).text
  expect(
    notes([
      ['staging us-east-1', 'AccessDenied'],
      ['lab eu-west-1', 'TimeoutError'],
      ['staging eu-west-1', 'AccessDenied'],
      ['test us-east-1', 'AccessDenied'],
    ]),
  ).toContain(
    'Not counted: instances of staging (2 regions), test us-east-1: amiops has no permission (`AccessDenied`); lab eu-west-1: no answer in time (`TimeoutError`)',
  )
  const many = Array.from({ length: 22 }, (_, at) => [
    [`team-${at} us-east-1`, 'TimeoutError'] as const,
    [`team-${at} eu-west-1`, 'TimeoutError'] as const,
  ]).flat()
  expect(notes(many)).toMatch(
    /team-19 \(2 regions\): no answer in time \(`TimeoutError`\); and 4 more accounts and regions/,
  )
})

describe('a list as CSV', () => {
  test('quotes what would end a cell, and disarms formulas', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          ['x,y', 'say "hi"'],
          ['=1+1', '@cmd'],
          ['two\nlines', ''],
        ],
      ),
    ).toBe(`a,b\n"x,y","say ""hi"""\n'=1+1,'@cmd\ntwo lines,\n`)
  })

  test('has a row for each instance, with what is known', () => {
    const [head, row, ...more] = renderFleetList([compared({ owner: 'payments' })], () => 'production')
      .trim()
      .split('\n')
    expect(head?.split(',')).toHaveLength(row?.split(',').length ?? 0)
    expect(row).toBe(
      'behind,3,31,web,payments,production,123456789012,us-east-1,i-0123456789abcdef0,web-1,running,,ami-0123456789abcdef0,web-2026,,2026-11-05T12:00:00.000Z,',
    )
    expect(more).toEqual([])
  })
})
