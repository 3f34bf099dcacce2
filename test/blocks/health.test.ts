import { type HealthView, healthLines, renderHealth } from '../../blocks/health.ts'
import type { PlaceHealthView } from '../../blocks/place-health.ts'
import type { PlaceGroup } from '../../src/domain/compact-places.ts'
import { QUEUES } from '../../src/domain/health.ts'
import type { PlaceHealth, PlaceKind } from '../../src/domain/place-health.ts'

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
    underWay: 0,
  },
  configVersion: 'c0ffee00',
  noticeChannel: 'ami-alerts',
  ...more,
})

const places = (more: Partial<PlaceHealth>): PlaceHealthView => ({
  shown: 5,
  noRole: [],
  maybeLeft: [],
  left: [],
  places: { denied: [], unreadable: [], silent: [], late: [], ours: [], eventless: [] },
  unknown: [],
  nameOf: account => `account ${account}`,
  nowMs: NOW,
  ...more,
})

const verdictsOf = (more: Partial<PlaceHealth>): string[] =>
  renderHealth(view({ places: places(more) }))
    .blocks.map(block => JSON.stringify(block))
    .filter(text => text.includes('⚠️'))

const many = (count: number, error?: string): PlaceGroup[] =>
  Array.from({ length: count }, (_, at) => ({
    kind: 'account' as const,
    account: String(at),
    regions: ['us-east-1'],
    isWhole: false,
    ...(error !== undefined && { error }),
  }))
const refused = (count: number) => Array.from({ length: count }, (_, at) => String(at))
const kinds = (more: Partial<Record<PlaceKind, PlaceGroup[]>>): Partial<PlaceHealth> => ({
  places: { ...places({}).places, ...more },
})

test.each<[what: string, more: Partial<PlaceHealth>, ...words: string[]]>([
  [
    'a role that cannot be assumed in six accounts',
    { noRole: refused(6) },
    '6 accounts can’t be read',
    '`AccessDenied`',
    'account 4 (4) and 1 more',
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
    kinds({ silent: many(5) }),
    '5 accounts and regions didn’t answer',
    'account 4 us-east-1.',
  ],
  [
    'accounts that may have left',
    { maybeLeft: refused(1) },
    '1 account can’t be read any more',
    'account 0 (0).',
    'if the account left the organization, add its id under `organization.exclude`',
  ],
  [
    'an account of the config that AWS does not list',
    { left: refused(1) },
    '1 account of the config can’t be read, and AWS doesn’t list them in the organization',
    'remove the account from `accounts`',
  ],
  [
    'an account that denies a call in all of its regions',
    kinds({
      denied: [
        {
          kind: 'account',
          account: '7',
          regions: ['a', 'b', 'c', 'd', 'e'],
          isWhole: true,
          error: 'UnauthorizedOperation',
        },
        { kind: 'account', account: '8', regions: ['a', 'b'], isWhole: true, error: 'UnauthorizedOperation' },
      ],
    }),
    '7 accounts and regions denied a call: account 7 in all 5 regions (`UnauthorizedOperation`), account 8 in both regions (`UnauthorizedOperation`).',
    'service control policies',
  ],
  [
    'a region that no account can be scanned in, and some regions of one',
    kinds({
      unreadable: [
        { kind: 'region', region: 'me-south-1', accounts: 200, error: 'OptInRequired' },
        {
          kind: 'account',
          account: '7',
          regions: ['a', 'b', 'c', 'd', 'e'],
          isWhole: false,
          error: 'Throttling',
        },
        { kind: 'account', account: '8', regions: ['a', 'b', 'c'], isWhole: false, error: 'Throttling' },
      ],
    }),
    '208 accounts and regions couldn’t be scanned: me-south-1 in all 200 accounts (`OptInRequired`), account 7 a, b, c and 2 more regions (`Throttling`), account 8 a, b and c (`Throttling`).',
    'whether the region is enabled',
  ],
  [
    'scans that do not come',
    kinds({ late: many(7) }),
    'The scan of 7 accounts and regions was asked for more than a quarter of an hour ago and hasn’t ended',
    'account 4 us-east-1 and 2 more.',
    'ScansAgeAlarm',
  ],
  [
    'scans that failed within amiops',
    kinds({ ours: many(1, 'TimeoutError') }),
    'The scan of 1 account and region failed within amiops: account 0 us-east-1 (`TimeoutError`).',
    'DynamoDB',
  ],
  [
    'changes without events',
    kinds({ eventless: many(1) }),
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
    'a list that is damaged',
    { fault: { kind: 'damaged', why: 'The ledger’s item A cannot be read.' } },
    'in the ledger is damaged: The ledger’s item A cannot be read. The last list that this version saved stays in use.',
    'wait ten minutes',
  ],
  [
    'a list that is damaged, as is its copy',
    { fault: { kind: 'damaged', why: 'It cannot be read.', isLost: true } },
    'Only the accounts of the config are in use.',
  ],
  [
    'a list of a newer version',
    { fault: { kind: 'newer', why: 'It has format 2.' } },
    'A later version of amiops wrote the list',
    'deploy the later version again',
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
        underWay: 0,
      },
    },
    /last reconciliation was 20 min ago; it runs every 5 min\.\*\\nDo this: /,
  ],
  [
    'a region that could not be scanned',
    {
      places: places(kinds({ denied: many(1, 'UnauthorizedOperation') })),
    },
    /⚠️ \*1 account and region denied a call: account 0 us-east-1 \(`UnauthorizedOperation`\)\.\*\\nDo this: .*IAM role/,
  ],
])('%s: what is wrong and what to do', (_what, more, verdict) => {
  expect(firstBlock(more)).toMatch(verdict)
  expect(renderHealth(view(more)).text).not.toContain('Healthy')
})

test('a new bot is healthy, and says what it does not know yet', () => {
  const { text } = renderHealth(view({ lastAnnounced: undefined, lastRun: undefined }))
  expect(text).toMatch(/^✅ Healthy\. .*Last event none recorded yet\. Last reconciliation none yet/)
})

test('each kind has its own count and names, however many another one has', () => {
  const more: Partial<PlaceHealth> = {
    noRole: refused(90),
    ...kinds({ denied: many(1, 'UnauthorizedOperation'), silent: many(90) }),
  }
  const said = verdictsOf(more)
  expect(said).toHaveLength(3)
  expect(said[1]).toContain('account 0 us-east-1 (`UnauthorizedOperation`)')
  expect(said[2]).toContain('90 accounts and regions didn’t answer')
  expect(healthLines(view({ places: places(more) }))).toEqual([
    '⚠️ 90 accounts can’t be read, since the reader role can’t be assumed (`AccessDenied`): account 0 (0), account 1 (1) and 88 more.',
    '⚠️ 1 account and region denied a call: account 0 us-east-1 (`UnauthorizedOperation`).',
    '⚠️ 90 accounts and regions didn’t answer: account 0 us-east-1, account 1 us-east-1 and 88 more.',
  ])
  expect(healthLines(view())).toEqual(['✅ Healthy'])
})

test('in words, each part is a sentence', () => {
  const { text } = renderHealth(
    view({ places: places({ noRole: refused(1), ...kinds({ silent: many(9) }) }) }),
  )
  expect(text).not.toMatch(/\.\.|\. \.|[?!]\.|\*/)
  expect(text).toContain('under `organization.exclude`. ⚠️ 9 accounts')
})

test('what a message has no room for is counted', () => {
  const trouble = { family: 'web', kind: 'missing' as const, places: [{ account: '1', region: 'us-east-1' }] }
  const troubles = Array.from({ length: 25 }, (_, at) => ({ ...trouble, alias: `a${at}` }))
  const golden = {
    aliases: { aliases: 25, places: 50, unread: 0, troubles },
    public: [],
    nameOf: (id: string) => id,
  }
  const { blocks } = renderHealth(view({ golden }))
  expect(blocks).toHaveLength(23)
  expect(JSON.stringify(blocks[20])).toContain('⚠️ *5 more problems* not shown')
})

test('scans that are under way are counted, and are no problem', () => {
  const lastRun = {
    startedAtMs: NOW,
    tookMs: 0,
    images: 1,
    places: 30,
    of: 52,
    failed: 0,
    seenLate: 0,
    underWay: 22,
  }
  expect(renderHealth(view({ lastRun })).text).toMatch(
    /^✅ Healthy\..* 30\/52 regions scanned, 22 under way, 1 image,/,
  )
})
