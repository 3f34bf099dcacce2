import { renderFamilies } from '../../blocks/families.ts'
import { BUILDS_ON_PAGE, type FamilyView, renderFamily } from '../../blocks/family.ts'
import type { FamilyMember } from '../../src/domain/builds.ts'
import type { AliasTarget, FamilyBuild } from '../../src/domain/family-overview.ts'
import { NOON_MS } from '../domain/given.ts'

const HOSTILE = `<!channel> *a* \`b\` <https://evil.example|x> & "q", ${'z'.repeat(300)}`

/** The texts that Slack parses; a button's are not. */
const parsedIn = (blocks: readonly object[]): string =>
  JSON.stringify(blocks, (key, value) =>
    ['accessory', 'accessibility_label', 'value'].includes(key) ? undefined : value,
  )

const member = (at: number): FamilyMember => ({
  account: `${at}`.padStart(12, '1'),
  region: 'us-east-1',
  imageId: `ami-${String(at).padStart(17, '0')}`,
  family: HOSTILE,
  name: HOSTILE,
  state: at % 2 ? 'available' : 'disabled',
  createdAtMs: NOON_MS + at,
})

const build = (special: Partial<FamilyBuild> = {}): FamilyBuild => ({
  family: 'web',
  name: HOSTILE,
  createdAtMs: NOON_MS,
  images: Array.from({ length: 60 }, (_, at) => member(at)),
  aliases: ['dev', HOSTILE],
  runners: Array.from({ length: 30 }, (_, at) => ({ account: HOSTILE, owner: HOSTILE, instances: at + 1 })),
  ...special,
})

const target = (at: number): AliasTarget => ({
  account: `${at}`.padStart(12, '1'),
  region: 'us-east-1',
  family: 'web',
  alias: `${at % 20}${HOSTILE}`,
  parameter: HOSTILE,
  reading: at % 2 ? { kind: 'unread', why: HOSTILE } : { kind: 'image', imageId: HOSTILE },
  templates:
    at % 3
      ? { known: true, value: Array.from({ length: 30 }, () => HOSTILE) }
      : { known: false, why: HOSTILE },
})

const render = (special: Partial<FamilyView> = {}) =>
  renderFamily({
    name: '/ami',
    family: HOSTILE,
    owner: 'S0WEB',
    overview: {
      builds: Array.from({ length: 20 }, () => build()),
      targets: Array.from({ length: 400 }, (_, at) => target(at)),
      others: [{ account: HOSTILE, instances: 2 }],
    },
    page: 2,
    pages: 4,
    nameOf: () => HOSTILE,
    revoked: new Map(),
    unread: Array.from({ length: 60 }, () => ({ what: 'images' as const, where: HOSTILE, why: HOSTILE })),
    ...special,
  })

test('as many builds, copies, aliases and owners as there can be, all of them hostile: Slack takes it', () => {
  const { blocks, text } = render({ canPromote: true })
  expect(blocks.length).toBeLessThanOrEqual(50)
  expect(JSON.stringify(blocks).split('"status"')).toHaveLength(BUILDS_ON_PAGE + 1)
  const shown = parsedIn(blocks) + text
  expect(shown).not.toContain('<!channel>')
  expect(shown).not.toContain('<https://evil')
})

test('a page turns both ways, with the family as it is called', () => {
  const buttons = render({ family: 'payments base' }).blocks.flatMap(block =>
    block.type === 'actions' ? block.elements.map(one => ('value' in one ? one.value : '')) : [],
  )
  expect(buttons).toEqual(['1|/ami family "payments base"', '3|/ami family "payments base"'])
})

test('the button of a build opens an image of it that can be launched', () => {
  const overview = { builds: [build({ images: [member(2), member(3)] })], targets: [], others: [] }
  const [row] = render({ overview, page: 1, pages: 1 }).blocks.filter(block => 'accessory' in block)
  expect(row).toMatchObject({
    accessory: { action_id: 'status', value: `111111111113/us-east-1/${member(3).imageId}` },
  })
})

test('a build that can be launched can be promoted, where the family has aliases that somebody may set', () => {
  const builds = [build({ images: [member(3)] }), build({ images: [member(2)] })]
  const overview = { builds, targets: [], others: [] }
  const idsOf = (canPromote: boolean) =>
    render({ overview, page: 1, pages: 1, canPromote }).blocks.flatMap(block =>
      block.type === 'actions' ? block.elements.map(one => ('action_id' in one ? one.action_id : '')) : [],
    )
  expect(idsOf(true)).toEqual(['promote', 'status'])
  expect(idsOf(false)).toEqual([])
})

test('a page of many families, all of them hostile: Slack takes it', () => {
  const families = Array.from({ length: 100 }, (_, at) => ({
    family: `${at}${HOSTILE}`,
    owner: 'S0WEB',
    aliases: [HOSTILE],
    builds: [build()],
    instances: at,
  }))
  const { blocks, text } = renderFamilies({ name: '/ami', families, page: 3, unread: [] })
  expect(blocks.length).toBeLessThanOrEqual(50)
  expect(text).toMatch(/^100 families · 25–36\. /)
  expect(parsedIn(blocks) + text).not.toContain('<!channel>')
})
