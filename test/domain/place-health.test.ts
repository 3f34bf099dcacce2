import type { Account, Config } from '../../src/domain/config.ts'
import type { MemberList } from '../../src/domain/member-list.ts'
import type { PlaceScan, ScanFailure } from '../../src/domain/place.ts'
import { type PlaceHealth, type PlaceKind, placeHealthOf } from '../../src/domain/place-health.ts'

const NOW = Date.UTC(2026, 11, 1, 12)
const HOUR = 3_600_000
const OTHER = '222222222222'

const accountOf = (id: string, readRole?: string): Account => ({
  id,
  regions: ['us-east-1', 'eu-west-1'],
  ...(readRole && { readRole, role: 'its role' }),
})
const ORGANIZATION = { id: 'o-a1b2c3d4e5', exclude: ['999999999999'], list: { role: 'lists' } }
const configOf = (...accounts: Account[]) => ({ accounts, organization: ORGANIZATION }) as unknown as Config

const scan = (more: Partial<PlaceScan> = {}): PlaceScan => ({
  askedAtMs: NOW - 1_000,
  startedAtMs: NOW - 1_000,
  tookMs: 1,
  scannedAtMs: NOW - 1_000,
  images: 3,
  seenLate: 0,
  ...more,
})
const failure = (name: string, more: Partial<ScanFailure> = {}): Partial<PlaceScan> => ({
  failure: { name, times: 1, ...more },
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

const NO_PLACES = { denied: [], unreadable: [], silent: [], late: [], ours: [], eventless: [] }
const WELL: PlaceHealth = { noRole: [], maybeLeft: [], left: [], places: NO_PLACES, unknown: [] }
const PLACE = { account: OTHER, region: 'us-east-1' }
const only = (kind: PlaceKind, error?: string, account = OTHER): Partial<PlaceHealth> => ({
  places: {
    ...NO_PLACES,
    [kind]: [
      {
        kind: 'account',
        account,
        regions: ['us-east-1'],
        isWhole: false,
        ...(error !== undefined && { error }),
      },
    ],
  },
})

test.each<[what: string, given: Partial<PlaceScan>, found: Partial<PlaceHealth>]>([
  ['is well', {}, {}],
  [
    'whose reader role STS refuses is named once, whatever its regions',
    failure('AccessDenied'),
    { noRole: [OTHER] },
  ],
  ['in which EC2 denies a call', failure('UnauthorizedOperation'), only('denied', 'UnauthorizedOperation')],
  ['in which a call fails otherwise', failure('OptInRequired'), only('unreadable', 'OptInRequired')],
  ['that does not answer', failure('TimeoutError', { isSilent: true }), only('silent')],
  [
    'whose scan failed within amiops',
    failure('TimeoutError', { isOurs: true }),
    only('ours', 'TimeoutError'),
  ],
  ['that was not scanned for hours, since nobody asked', { scannedAtMs: NOW - 9 * HOUR }, {}],
  ['whose scan was asked for again just now', { askedAtMs: NOW - 9 * HOUR, scannedAtMs: NOW - 9 * HOUR }, {}],
  ['whose change had no event within a day', { lateAtMs: NOW - 24 * HOUR + 1 }, only('eventless')],
  ['whose change had no event a day ago', { lateAtMs: NOW - 24 * HOUR }, {}],
])('an account %s', (_what, given, found) => {
  expect(healthOf(given)).toEqual({ ...WELL, ...found })
})

test('the own account needs no role: a refusal is its region’s, and a change without event may be a restore', () => {
  const own = accountOf('111111111111')
  expect(healthOf(failure('AccessDenied'), own)).toEqual({
    ...WELL,
    ...only('denied', 'AccessDenied', own.id),
  })
  expect(healthOf({ lateAtMs: NOW }, own)).toEqual(WELL)
})

test('a place that nobody has scanned yet is new; one whose first message is lost is late', () => {
  const health = (askedAtMs: number) =>
    placeHealthOf(configOf(accountOf(OTHER)), [{ ...PLACE, askedAtMs }], NOW)
  expect(health(NOW - 60_000)).toEqual(WELL)
  expect(placeHealthOf(configOf(accountOf(OTHER)), [], NOW)).toEqual(WELL)
  expect(health(NOW - HOUR)).toEqual({ ...WELL, ...only('late') })
})

test('no kind takes the place of another', () => {
  const silent = failure('TimeoutError', { isSilent: true })
  const ids = Array.from({ length: 12 }, (_, at) => String(100_000_000_000 + at))
  const health = placeHealthOf(
    configOf(...[...ids, OTHER].map(id => accountOf(id, 'its reader'))),
    [
      ...ids.map(id => ({ ...PLACE, account: id, scan: scan(silent) })),
      { ...PLACE, scan: scan(failure('UnauthorizedOperation')) },
    ],
    NOW,
  )
  expect(health.places.silent.map(group => group.kind === 'account' && group.account)).toEqual(ids)
  expect(health.places.denied).toHaveLength(1)
})

describe('of the organization', () => {
  const list: MemberList = {
    organization: 'o-a1b2c3d4e5',
    accounts: [{ id: OTHER }],
    management: OTHER,
    listedAtMs: 1,
    trouble: { name: 'AccessDeniedException', sinceMs: 5 },
    version: 1,
  }
  const unknown = [
    { id: '333333333333', heardAtMs: 1, checkedAtMs: 2, failure: 'NotListed' },
    { id: '444444444444', heardAtMs: 1 },
    { id: '999999999999', heardAtMs: 1, checkedAtMs: 2, failure: 'NotListed' },
    { id: OTHER, heardAtMs: 1, checkedAtMs: 2, failure: 'NotListed' },
  ]
  const health = (given: Partial<MemberList> = {}, account = accountOf(OTHER, 'its reader')) =>
    placeHealthOf(configOf(account), [{ ...PLACE, scan: scan(failure('AccessDenied')) }], NOW, {
      list: { ...list, ...given },
      unknown,
    })

  test('the management account is named apart, and accounts that a check has refused', () => {
    expect(health()).toEqual({
      ...WELL,
      management: OTHER,
      unknown: [expect.objectContaining({ id: '333333333333' })],
      list: list.trouble,
    })
  })

  test('an account of the config that AWS does not list has left, or never belonged to it', () => {
    expect(health({ accounts: [{ id: '555555555555' }], management: '555555555555' })).toMatchObject({
      left: [OTHER],
      noRole: [],
    })
    // Nothing was listed yet.
    expect(health({ accounts: [], management: '555555555555' })).toMatchObject({
      left: [],
      noRole: [OTHER],
    })
    expect(health({ management: '555555555555' })).toMatchObject({ left: [], noRole: [OTHER] })
  })

  test('without AWS’s list, an account that was found by its event may have left', () => {
    const { list: _, ...organization } = ORGANIZATION
    const found = (account: Account) =>
      placeHealthOf(
        { accounts: [account], organization } as unknown as Config,
        [{ ...PLACE, scan: scan(failure('AccessDenied')) }],
        NOW,
        {
          list: { organization: organization.id, accounts: [{ id: OTHER }], listedAtMs: 1, version: 1 },
          unknown: [],
        },
      )
    const account = accountOf(OTHER, 'its reader')
    expect(found({ ...account, discovered: true })).toEqual({ ...WELL, maybeLeft: [OTHER] })
    expect(found(account)).toEqual({ ...WELL, noRole: [OTHER] })
  })

  test('the trouble of another organization’s list is none', () => {
    const other = health({ organization: 'o-other00000' })
    expect(other).not.toHaveProperty('list')
    expect(other.noRole).toEqual([OTHER])
  })
})
