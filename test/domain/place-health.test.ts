import type { Account, Config } from '../../src/domain/config.ts'
import type { MemberList } from '../../src/domain/member-list.ts'
import type { PlaceScan } from '../../src/domain/place.ts'
import { placeHealthOf } from '../../src/domain/place-health.ts'

const NOW = Date.UTC(2026, 11, 1, 12)
const HOUR = 3_600_000
const OTHER = '222222222222'

const accountOf = (id: string, readRole?: string): Account => ({
  id,
  regions: ['us-east-1', 'eu-west-1'],
  ...(readRole && { readRole, role: 'its role' }),
})
const configOf = (...accounts: Account[]) =>
  ({ accounts, organization: { id: 'o-a1b2c3d4e5', exclude: ['999999999999'] } }) as unknown as Config

const scan = (more: Partial<PlaceScan> = {}): PlaceScan => ({
  askedAtMs: NOW - 1_000,
  startedAtMs: NOW - 1_000,
  tookMs: 1,
  scannedAtMs: NOW - 1_000,
  images: 3,
  seenLate: 0,
  ...more,
})
const failure = (name: string, isSilent?: true): Partial<PlaceScan> => ({
  failure: { name, times: 1, ...(isSilent && { isSilent }) },
})

/** The first region is as given, the other one is well. */
const healthOf = (given: Partial<PlaceScan>, account = accountOf(OTHER, 'its reader')) =>
  placeHealthOf(
    configOf(account),
    [
      { account: account.id, region: 'us-east-1', askedAtMs: NOW - 1_000, scan: scan(given) },
      { account: account.id, region: 'eu-west-1', askedAtMs: NOW - 1_000, scan: scan() },
    ],
    NOW,
  )

const WELL = { noRole: [], unreadable: [], silent: [], eventless: [], unknown: [] }
const PLACE = { account: OTHER, region: 'us-east-1' }

test.each([
  ['is well', {}, {}],
  [
    'whose reader role STS refuses is named once, whatever its regions',
    failure('AccessDenied'),
    { noRole: [OTHER] },
  ],
  [
    'in which EC2 denies a call is unreadable',
    failure('UnauthorizedOperation'),
    { unreadable: [{ ...PLACE, error: 'UnauthorizedOperation' }] },
  ],
  ['that does not answer is silent', failure('TimeoutError', true), { silent: [PLACE] }],
  ['that was not scanned for two hours is silent', { scannedAtMs: NOW - 2 * HOUR - 1 }, { silent: [PLACE] }],
  ['that was scanned two hours ago is not', { scannedAtMs: NOW - 2 * HOUR }, {}],
  [
    'whose first scan is on its way is not',
    { startedAtMs: NOW - 3 * HOUR, scannedAtMs: 0, next: 'token' },
    {},
  ],
  [
    'whose change had no event within a day is named',
    { lateAtMs: NOW - 24 * HOUR + 1 },
    { eventless: [PLACE] },
  ],
  ['whose change had no event a day ago is not', { lateAtMs: NOW - 24 * HOUR }, {}],
])('an account %s', (_what, given, found) => {
  expect(healthOf(given)).toEqual({ ...WELL, ...found })
})

test('the own account needs no role: a refusal is its region’s, and a change without event may be a restore', () => {
  const own = accountOf('111111111111')
  const place = { account: own.id, region: 'us-east-1' }
  expect(healthOf(failure('AccessDenied'), own)).toEqual({
    ...WELL,
    unreadable: [{ ...place, error: 'AccessDenied' }],
  })
  expect(healthOf({ lateAtMs: NOW }, own)).toEqual(WELL)
})

test('a place that nobody has scanned yet is new', () => {
  expect(placeHealthOf(configOf(accountOf(OTHER)), [{ ...PLACE, askedAtMs: NOW - 9 * HOUR }], NOW)).toEqual(
    WELL,
  )
  expect(placeHealthOf(configOf(accountOf(OTHER)), [], NOW)).toEqual(WELL)
})

describe('of the organization', () => {
  const list: MemberList = {
    organization: 'o-a1b2c3d4e5',
    accounts: [],
    management: OTHER,
    listedAtMs: 1,
    trouble: { name: 'AccessDeniedException', sinceMs: 5 },
    version: 1,
  }
  const health = (given: Partial<MemberList> = {}) =>
    placeHealthOf(
      configOf(accountOf(OTHER, 'its reader')),
      [{ ...PLACE, scan: scan(failure('AccessDenied')) }],
      NOW,
      {
        list: { ...list, ...given },
        unknown: [
          { id: '333333333333', heardAtMs: 1, checkedAtMs: 2, failure: 'NotListed' },
          { id: '444444444444', heardAtMs: 1 },
          { id: '999999999999', heardAtMs: 1, checkedAtMs: 2, failure: 'NotListed' },
          { id: OTHER, heardAtMs: 1, checkedAtMs: 2, failure: 'NotListed' },
        ],
      },
    )

  test('the management account is named apart, and accounts that a check has refused', () => {
    expect(health()).toEqual({
      ...WELL,
      management: OTHER,
      unknown: [expect.objectContaining({ id: '333333333333' })],
      list: list.trouble,
    })
  })

  test('the trouble of another organization’s list is none', () => {
    expect(health({ organization: 'o-other00000' })).not.toHaveProperty('list')
  })
})
