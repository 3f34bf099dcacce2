import { type HealthView, renderHealth } from '../../blocks/health.ts'
import type { PlaceHealthView } from '../../blocks/place-health.ts'
import { QUEUES } from '../../src/domain/health.ts'
import type { PlaceHealth } from '../../src/domain/place-health.ts'

const NOW = Date.parse('2026-11-30T12:00:00Z')
const MINUTE = 60_000

const depth = (waiting = 0) => ({ kind: 'known', waiting, underWay: 0, delayed: 0 }) as const

const view = (more: Partial<HealthView> = {}): HealthView => ({
  nowMs: NOW,
  depths: QUEUES.map(queue => [queue, depth()] as const),
  lastAnnounced: {
    atMs: NOW - 3 * MINUTE,
    image: '123456789012/us-east-1/ami-0123456789abcdef0',
    name: 'payments-base',
    state: 'disabled',
    afterMs: 4_000,
  },
  lastRun: {
    startedAtMs: NOW - 2 * MINUTE,
    tookMs: 3_000,
    images: 84,
    places: 2,
    of: 2,
    failed: 0,
    seenLate: 0,
  },
  configVersion: 'c0ffee00',
  noticeChannel: 'ami-alerts',
  ...more,
})

const places = (more: Partial<PlaceHealth>): PlaceHealthView => ({
  shown: 5,
  noRole: [],
  unreadable: [],
  silent: [],
  eventless: [],
  unknown: [],
  nameOf: account => `account ${account}`,
  nowMs: NOW,
  ...more,
})

const verdictsOf = (more: Partial<PlaceHealth>): string[] =>
  renderHealth(view({ places: places(more) }))
    .blocks.map(block => JSON.stringify(block))
    .filter(text => text.includes('⚠️'))

const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ account: String(at), region: 'us-east-1' }))

test.each<[what: string, more: Partial<PlaceHealth>, ...words: string[]]>([
  [
    'a role that cannot be assumed in six accounts',
    { noRole: many(6).map(({ account }) => account) },
    '6 accounts can’t be read',
    '`AccessDenied`',
    'account 4 and 1 more',
    'run `npm run members`',
    'npm run doctor',
  ],
  [
    'the management account',
    { management: '9' },
    'The management account account 9',
    'StackSets leave it out',
    'npm run members -- --account',
  ],
  [
    'regions that do not answer',
    { silent: many(5) },
    '5 accounts and regions didn’t answer',
    'account 4 us-east-1.',
  ],
  [
    'changes without events',
    { eventless: many(1) },
    'In 1 account and region scans found changes',
    'check the rules',
  ],
  [
    'an account that AWS does not list',
    { unknown: [{ id: '7', heardAtMs: 0, failure: 'NotListed' }] },
    'Events of 1 account aren’t announced: 7 (`NotListed`)',
    'organization.list.units',
  ],
  [
    'an account whose reader role cannot be assumed',
    { unknown: [{ id: '7', heardAtMs: 0, failure: 'AccessDenied' }] },
    'run `npm run members`',
  ],
  [
    'a list that AWS refuses',
    { list: { name: 'AccessDeniedException', sinceMs: NOW - 30 * MINUTE } },
    'couldn’t be listed for 30 min (`AccessDeniedException`)',
    'organizations:ListAccounts',
  ],
  [
    'a list that lacks most accounts',
    { list: { name: 'FewerAccounts', sinceMs: NOW - 30 * MINUTE } },
    'For 30 min AWS has listed less than half of the accounts that amiops knew',
  ],
])('names %s, once', (_what, more, ...words) => {
  const verdicts = verdictsOf(more)
  expect(verdicts).toHaveLength(1)
  for (const word of words) expect(verdicts[0]).toContain(word)
})

test('nothing is wrong with accounts that are all seen', () => {
  expect(verdictsOf({})).toEqual([])
})

const firstBlock = (more?: Partial<HealthView>): string => JSON.stringify(renderHealth(view(more)).blocks[0])

test('the verdict is first, and names are names', () => {
  expect(firstBlock()).toContain('✅ *Healthy*')
  expect(renderHealth(view()).text).toBe(
    '✅ Healthy. Queues events: 0 queued, 0 in progress · requests: 0 queued, 0 in progress · scans: 0 queued, 0 in progress · events dead letters: 0 · requests dead letters: 0. Last event 🟡 Disabled: payments-base, 3 min ago, delivered 4 s after AWS sent it. Last reconciliation 2 min ago, 2/2 regions scanned, 84 images, took 3 s. Config `c0ffee00`. Service health. Queue counts are approximate; the alarm fires after 5 min.',
  )
})

test.each<[what: string, more: Partial<HealthView>, verdict: RegExp]>([
  [
    'a dead letter',
    { depths: [['events dead letters', depth(1)]] },
    /⚠️ \*1 event could not be delivered\.\*\\nDo this: see the cause in #ami-alerts, fix it, then run `npm run redrive`/,
  ],
  ['two requests', { depths: [['requests dead letters', depth(2)]] }, /2 requests could not be processed/],
  [
    'a config that could not be taken up',
    {
      configTrouble: {
        name: 's3://b/c.yml',
        sinceMs: NOW - 5 * MINUTE,
        faults: [
          's3://b/c.yml:1: a',
          's3://b/c.yml:2: b <!channel>',
          's3://b/c.yml:3: c',
          's3://b/c.yml:4: d',
        ],
      },
    },
    /config in `s3:\/\/b\/c\.yml` couldn’t be used 5 min ago; the last good one, `c0ffee00`, stays in use\.\*\\nDo this: correct it.*c\.yml:1: a`.*:2: b &lt;!channel&gt;`.*:3: c`\\n• … and 1 more/,
  ],
  [
    'a queue that does not answer',
    { depths: [['events', { kind: 'unknown', why: 'AccessDenied' }]] },
    /queue of events couldn’t be read .*Do this: /,
  ],
  [
    'a schedule that does not run',
    {
      lastRun: {
        startedAtMs: NOW - 20 * MINUTE,
        tookMs: 1,
        images: 1,
        places: 1,
        of: 1,
        failed: 0,
        seenLate: 0,
      },
    },
    /last reconciliation was 20 min ago; it runs every 5 min\.\*\\nDo this: /,
  ],
  [
    'a region that could not be scanned',
    {
      places: places({ unreadable: [{ account: '1', region: 'us-east-1', error: 'UnauthorizedOperation' }] }),
    },
    /⚠️ \*1 account and region couldn’t be scanned: account 1 us-east-1 \(`UnauthorizedOperation`\)\.\*\\nDo this: .*IAM role/,
  ],
])('%s: what is wrong and what to do', (_what, more, verdict) => {
  expect(firstBlock(more)).toMatch(verdict)
  expect(renderHealth(view(more)).text).not.toContain('Healthy')
})

test('a new bot is healthy, and says what it does not know yet', () => {
  const { text } = renderHealth(view({ lastAnnounced: undefined, lastRun: undefined }))
  expect(text).toMatch(/^✅ Healthy\. .*Last event none recorded yet\. Last reconciliation none yet/)
})
