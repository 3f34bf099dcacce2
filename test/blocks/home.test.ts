import { renderHome } from '../../blocks/home.ts'
import type { HomeContent } from '../../blocks/home-content.ts'
import { homeView } from '../../blocks/home-view.ts'
import { ImpossibleBlock } from '../../blocks/limits.ts'
import { AGES } from '../../src/domain/fleet-glance.ts'
import type { ImageRef } from '../../src/domain/image.ts'

const IMAGE: ImageRef = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }
const PERSON = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
/** As hostile as a name or a reason from AWS can be, and as long. */
const HOSTILE = `<!channel> \`*x*\` <https://evil.example|here> \u202e${'&'.repeat(2_000)}`
const NOW = Date.UTC(2026, 10, 30, 12)

const glance = (number: number) => ({
  account: String(number).padStart(12, '0'),
  region: 'us-east-1',
  states: {
    available: 1_000,
    disabled: 1_000,
    failed: 1_000,
    pending: 1,
    transient: 1,
    invalid: 1,
    error: 1,
  },
  ages: { month: 1, quarter: 1, year: 1, older: 1, unknown: 1 },
  sizeGiB: 1e9,
  stale: { images: 1_000, sizeGiB: 1e9, oldest: [] },
  failed: [],
})

const many = <T>(count: number, make: (number: number) => T): T[] =>
  Array.from({ length: count }, (_, number) => make(number))

const hostileGroup = () => ({
  kind: 'account' as const,
  account: HOSTILE,
  regions: many(30, () => 'ap-southeast-2'),
  isWhole: false,
  error: HOSTILE,
})

/** All that a Home can hold. */
const full = (more: Partial<HomeContent> = {}): HomeContent => ({
  name: '/ami',
  asOfMs: NOW,
  staleAfterDays: 90,
  nameOf: () => HOSTILE,
  priceOf: () => 0.05,
  health: {
    nowMs: NOW,
    depths: [['events', { kind: 'unknown', why: HOSTILE }]],
    lastAnnounced: undefined,
    lastRun: { why: HOSTILE },
    configVersion: 'c0ffee',
    configTrouble: { name: HOSTILE, faults: many(9, () => HOSTILE), sinceMs: NOW },
    noticeChannel: 'ami-alerts',
    places: {
      noRole: many(900, () => IMAGE.account),
      maybeLeft: many(900, () => IMAGE.account),
      left: many(900, () => IMAGE.account),
      management: IMAGE.account,
      places: {
        denied: many(900, hostileGroup),
        unreadable: many(900, hostileGroup),
        silent: many(900, hostileGroup),
        late: many(900, hostileGroup),
        ours: many(900, hostileGroup),
        eventless: many(900, hostileGroup),
      },
      unknown: many(900, () => ({ id: IMAGE.account, heardAtMs: 0, failure: HOSTILE })),
      list: { name: HOSTILE, sinceMs: NOW },
      nameOf: () => HOSTILE,
      nowMs: NOW,
    },
  },
  awaited: {
    known: true,
    value: {
      total: 900,
      items: many(5, () => ({
        action: 'deregister' as const,
        of: { image: IMAGE, name: HOSTILE },
        by: { ...PERSON, userId: 'x', name: HOSTILE },
        expiresAtMs: NOW,
        permalink: `https://slack.example/${'p'.repeat(2_000)}`,
      })),
    },
  },
  failures: {
    known: true,
    value: {
      total: 900,
      items: many(5, () => ({ image: IMAGE, name: HOSTILE, atMs: NOW, reason: HOSTILE })),
    },
  },
  leaving: {
    known: true,
    value: {
      total: 900,
      items: many(5, () => ({ image: IMAGE, name: HOSTILE, untilMs: NOW })),
      unread: many(900, hostileGroup),
      unasked: 900,
    },
  },
  requests: {
    known: true,
    value: many(5, number => ({
      image: IMAGE,
      name: HOSTILE,
      attempt: {
        kind: 'request',
        id: String(number),
        atMs: NOW,
        action: 'disable',
        outcome: 'refused',
        by: PERSON,
        reason: HOSTILE,
      },
    })),
  },
  fleet: {
    known: true,
    value: {
      places: many(1_000, glance),
      unscanned: many(900, hostileGroup),
      unread: many(900, hostileGroup),
      oldestStale: many(3, () => ({ imageId: IMAGE.imageId, image: IMAGE, name: HOSTILE, createdAtMs: 0 })),
    },
  },
  ...more,
})

const healthy = (): HomeContent['health'] => {
  const { configTrouble: _trouble, places: _places, ...rest } = full().health
  return rest
}

const empty = (): HomeContent =>
  full({
    health: { ...healthy(), depths: [], lastRun: undefined },
    awaited: { known: true, value: { items: [], total: 0 } },
    failures: { known: true, value: { items: [], total: 0 } },
    leaving: { known: true, value: { items: [], total: 0, unread: [], unasked: 0 } },
    requests: { known: true, value: [] },
    fleet: { known: true, value: { places: [], unscanned: [], unread: [], oldestStale: [] } },
  })

const textsOf = (part: unknown): string[] => {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsOf(inner),
  )
}

test('a Home that holds all it can has room in Slack, and nothing from outside is parsed', () => {
  const home = renderHome(full())
  expect(home.blocks.length).toBeLessThanOrEqual(60)
  const texts = textsOf(home)
  expect(texts.filter(text => text.includes('<!channel>') || text.includes('<https://evil'))).toEqual([])
  expect(texts.filter(text => text.includes('\u202e'))).toEqual([])
  expect(texts.filter(text => text.length > 3_000)).toEqual([])
})

test('more than is shown is counted, with the way to all of it', () => {
  const text = textsOf(renderHome(full())).join('\n')
  expect(text).toContain('*Waiting for you* · 900')
  expect(text.match(/895 more not shown/g)).toHaveLength(3)
  expect(text).toContain('All failed images')
  expect(text).toContain('995 other accounts: 2,988,980')
})

test('an empty Home says in each section that there is nothing', () => {
  const text = textsOf(renderHome(empty())).join('\n')
  for (const says of [
    '✅ Healthy',
    'No request waits for your approval.',
    '*Unacknowledged failures, last 7 days*\nNone.',
    '*Leaving the Recycle Bin this week*\nNothing.',
    'You haven’t asked for a change yet.',
    'No images known yet.',
  ])
    expect(text).toContain(says)
})

test('a plan that waits is one line, beside single requests', () => {
  const plan = { action: 'restore' as const, of: { images: 500 }, by: PERSON, expiresAtMs: NOW }
  const text = textsOf(
    renderHome({ ...empty(), awaited: { known: true, value: { items: [plan], total: 1 } } }),
  )
  expect(text.join('\n')).toContain('*Restore* 500 images\nRequested by <@U0MARIA>')
})

test('what cannot be read is said in its section, with the reason', () => {
  const unread = { known: false as const, why: 'RequestLimitExceeded' }
  const home = renderHome(
    full({ awaited: unread, failures: unread, leaving: unread, requests: unread, fleet: unread }),
  )
  const text = textsOf(home).join('\n')
  expect(text.match(/Couldn’t be read: throttled \(`RequestLimitExceeded`\)/g)).toHaveLength(5)
  expect(text).toContain('All images')
})

test('every age of the fleet has its words', () => {
  const text = textsOf(renderHome(full())).join('\n')
  for (const words of ['under 30 days', '30 to 90 days', '90 days to a year', 'over a year', 'age not known'])
    expect(text).toContain(words)
  expect(AGES).toHaveLength(5)
})

test('a Home takes 100 blocks and 250,000 bytes, and not one more', () => {
  const divider = { type: 'divider' as const }
  const of = (count: number, text = '') =>
    homeView([
      ...many(count, () => divider),
      ...(text === '' ? [] : [{ type: 'section' as const, text: { type: 'plain_text' as const, text } }]),
    ])
  expect(of(100).blocks).toHaveLength(100)
  expect(() => of(101)).toThrow(ImpossibleBlock)
  expect(() => of(0)).toThrow(ImpossibleBlock)
  const bytes = (text: string) => new TextEncoder().encode(JSON.stringify(of(1, text))).length
  const room = 250_000 - bytes('x')
  expect(bytes('x'.repeat(room + 1))).toBe(250_000)
  expect(() => of(1, 'x'.repeat(room + 2))).toThrow(ImpossibleBlock)
})
