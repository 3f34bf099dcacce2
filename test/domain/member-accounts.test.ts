import type { Account, Config, Organization } from '../../src/domain/config.ts'
import { foreignAccountOf } from '../../src/domain/foreign-account.ts'
import { withMembers } from '../../src/domain/member-accounts.ts'
import {
  FEWER_ACCOUNTS,
  type MemberAccount,
  type MemberList,
  takeListed,
  troubleOf,
} from '../../src/domain/member-list.ts'

const OWN = '123456789012'
const id = (n: number): string => String(n).padStart(12, '0')
const ORGANIZATION: Organization = {
  id: 'o-a1b2c3d4e5',
  regions: ['us-east-1', 'eu-west-1'],
  readRole: 'amiops-reader',
  role: 'amiops-actor',
  exclude: [],
}

const merge = (
  members: readonly MemberAccount[],
  accounts: readonly Account[] = [],
  organization: Partial<Organization> = {},
): readonly Account[] =>
  withMembers(
    { accounts, organization: { ...ORGANIZATION, ...organization } } as unknown as Config,
    members,
    OWN,
  ).accounts

const aliasesOf = (names: readonly string[], accounts: readonly Account[] = []) =>
  merge(
    names.map((name, at) => ({ id: id(at), name, joinedAtMs: at })),
    accounts,
  ).map(({ alias }) => alias)

test('a config without an organization stays the same object', () => {
  const config = { accounts: [] } as unknown as Config
  expect(withMembers(config, [{ id: id(1) }], OWN)).toBe(config)
})

test('an account that left is told from one that nobody knows or wants, unless the file names it', () => {
  const left = [{ id: id(1), name: 'Lab', leftAtMs: 5 }]
  const given = { accounts: [], organization: { ...ORGANIZATION, exclude: [id(2)] } } as unknown as Config
  const config = withMembers(given, [], OWN, left)
  expect(foreignAccountOf(config, id(1))).toEqual({ kind: 'left', account: left[0] })
  expect(foreignAccountOf(config, id(2))).toEqual({ kind: 'excluded' })
  expect(foreignAccountOf(config, id(3))).toEqual({ kind: 'unknown', isOfNone: true })
  expect(foreignAccountOf({}, id(3))).toEqual({ kind: 'unknown' })
  const named = { ...given, accounts: [{ id: id(1), regions: ['us-east-1'] }] }
  expect(withMembers(named, [], OWN, left)).not.toHaveProperty('left')
})

test('a found account has the roles and regions of the organization', () => {
  expect(merge([{ id: id(1), name: 'Payments' }])).toEqual([
    {
      id: id(1),
      alias: 'Payments',
      regions: ['us-east-1', 'eu-west-1'],
      role: `arn:aws:iam::${id(1)}:role/amiops-actor`,
      readRole: `arn:aws:iam::${id(1)}:role/amiops-reader`,
      discovered: true,
    },
  ])
})

test('its roles are of the partition of its regions', () => {
  const [account] = merge([{ id: id(1) }], [], { regions: ['cn-north-1'], readRole: 'look' })
  expect(account?.readRole).toBe(`arn:aws-cn:iam::${id(1)}:role/look`)
})

test('the own account needs no role, found or listed in the file', () => {
  expect(merge([{ id: OWN }])).toEqual([{ id: OWN, regions: ORGANIZATION.regions }])
  const listed = { id: OWN, regions: ['us-east-1'] }
  expect(merge([{ id: OWN }], [listed])).toEqual([listed])
})

test('the file comes first: its alias, regions and roles stay; without a role it has the organization’s', () => {
  const byHand = { id: id(1), alias: 'one', regions: ['us-east-2'], role: 'its role', readRole: 'its reader' }
  const named = { id: id(2), alias: 'two', regions: ['eu-west-1'] }
  const readBy = { id: id(3), regions: ['eu-west-1'], readRole: 'its reader' }
  const accounts = merge(
    [
      { id: id(1), name: 'x' },
      { id: id(2), name: 'y' },
    ],
    [byHand, named, readBy],
  )
  expect(accounts).toEqual([
    byHand,
    {
      ...named,
      role: `arn:aws:iam::${id(2)}:role/amiops-actor`,
      readRole: `arn:aws:iam::${id(2)}:role/amiops-reader`,
      discovered: true,
    },
    { ...readBy, role: `arn:aws:iam::${id(3)}:role/amiops-actor`, discovered: true },
  ])
})

test('an excluded account is not added', () => {
  expect(merge([{ id: id(1) }, { id: id(2) }], [], { exclude: [id(1)] }).map(one => one.id)).toEqual([id(2)])
})

test.each([
  ['signs that an alias cannot have', ['Payments (prod) / EU'], ['Payments-prod-EU']],
  ['at most forty signs', ['x'.repeat(50)], ['x'.repeat(40)]],
  ['nothing is left', ['()'], [undefined]],
  ['the id of another account', ['222222222222'], [undefined]],
  ['a name that ends as one of ours', [`dev-${id(2)}`, 'dev', 'dev'], [undefined, 'dev', `dev-${id(2)}`]],
  ['a region', ['US-East-1'], [undefined]],
  ['the same name twice, in whatever letters', ['prod', 'Prod'], ['prod', `Prod-${id(1)}`]],
  [
    'the same long name twice',
    ['y'.repeat(45), 'y'.repeat(45)],
    ['y'.repeat(40), `${'y'.repeat(27)}-${id(1)}`],
  ],
])('an alias from a name: %s', (_case, names, aliases) => {
  expect(aliasesOf(names)).toEqual(aliases)
})

test('the file’s alias is nobody else’s, and who joined first keeps the name', () => {
  const [, found] = aliasesOf(['prod'], [{ id: OWN, alias: 'PROD', regions: ['us-east-1'] }])
  expect(found).toBe(`prod-${id(0)}`)
  const members = [
    { id: id(1), name: 'dev', joinedAtMs: 20 },
    { id: id(2), name: 'dev', joinedAtMs: 10 },
  ]
  expect(merge(members).map(({ alias }) => alias)).toEqual([`dev-${id(1)}`, 'dev'])
})

describe('a list of AWS', () => {
  const members = (from: number, to: number): MemberAccount[] =>
    Array.from({ length: to - from }, (_, at) => ({ id: id(from + at) }))
  const lastList = (accounts: readonly MemberAccount[]): MemberList => ({
    organization: 'o-a1b2c3d4e5',
    accounts,
    listedAtMs: 1_000,
    version: 3,
  })
  const take = (was: MemberList | undefined, accounts: readonly MemberAccount[], nowMs = 2_000) =>
    takeListed(was, 'o-a1b2c3d4e5', { accounts }, nowMs)

  test.each([
    ['the first one', undefined, members(0, 3), 3],
    ['half of the accounts left', lastList(members(0, 10)), members(0, 5), 5],
    ['of another organization before', { ...lastList(members(0, 10)), organization: 'o-other00000' }, [], 0],
  ])('is taken: %s', (_case, was, accounts, count) => {
    expect(take(was, accounts)).toMatchObject({ listedAtMs: 2_000 })
    expect(take(was, accounts).accounts).toHaveLength(count)
    expect(take(was, accounts)).not.toHaveProperty('trouble')
  })

  test('who left is kept with the time, the last one first, until AWS lists the account again', () => {
    const was = {
      ...lastList([{ id: id(1), name: 'Lab' }, ...members(2, 9)]),
      left: [{ id: id(0), leftAtMs: 500 }],
    }
    const now = take(was, members(2, 9))
    expect(now.left).toEqual([
      { id: id(1), name: 'Lab', leftAtMs: 2_000 },
      { id: id(0), leftAtMs: 500 },
    ])
    expect(take({ ...now, version: 4 }, members(1, 9)).left).toEqual([{ id: id(0), leftAtMs: 500 }])
    expect(take(lastList(members(0, 3)), members(0, 3))).not.toHaveProperty('left')
  })

  test('an older account that takes the name of a newer one gets its id beside it, and the newer one keeps its name', () => {
    const aliases = (list: { accounts: readonly MemberAccount[] }) =>
      merge(list.accounts).map(({ alias }) => alias)
    const older = { id: id(1), name: 'lab', joinedAtMs: 10 }
    const newer = { id: id(2), name: 'prod', joinedAtMs: 20 }
    const renamed = take(lastList([older, newer]), [{ ...older, name: 'prod' }, newer])
    expect(renamed.accounts).toEqual([{ ...older, name: 'prod', namedAtMs: 2_000 }, newer])
    expect(aliases(renamed)).toEqual([`prod-${id(1)}`, 'prod'])
    const later = take({ ...renamed, version: 4 }, [{ ...older, name: 'prod' }, newer], 9_000)
    expect(later.accounts).toEqual(renamed.accounts)
    const back = take({ ...later, version: 5 }, [older, newer], 10_000)
    expect(aliases(back)).toEqual(['lab', 'prod'])
  })

  test('an account that is back after it had left takes no name from another', () => {
    const older = { id: id(1), name: 'prod', joinedAtMs: 10 }
    const other = { id: id(2), name: 'prod', joinedAtMs: 20 }
    const without = take(lastList([older, other]), [other])
    const back = take({ ...without, version: 4 }, [older, other], 3_000)
    expect(back.accounts).toEqual([{ ...older, namedAtMs: 3_000 }, other])
    expect(merge(back.accounts).map(({ alias }) => alias)).toEqual([`prod-${id(1)}`, 'prod'])
  })

  test('that lacks more than half of the accounts is taken an hour later', () => {
    const was = lastList(members(0, 10))
    const doubted = take(was, members(6, 20))
    expect(doubted).toMatchObject({
      accounts: was.accounts,
      listedAtMs: 1_000,
      trouble: { name: FEWER_ACCOUNTS, sinceMs: 2_000 },
    })
    const again = { ...doubted, version: 4 }
    expect(take(again, members(6, 20), 2_000 + 3_599_999)).toMatchObject({ accounts: was.accounts })
    const taken = take(again, members(6, 20), 2_000 + 3_600_000)
    expect(taken.accounts).toHaveLength(14)
    expect(taken).not.toHaveProperty('trouble')
  })

  test('that is empty is never taken: an organization has an account at least', () => {
    const was = lastList(members(0, 1))
    const doubted = { ...take(was, []), version: 4 }
    expect(take(doubted, [], 2_000 + 365 * 24 * 3_600_000)).toEqual({
      organization: was.organization,
      accounts: was.accounts,
      listedAtMs: 1_000,
      trouble: { name: FEWER_ACCOUNTS, sinceMs: 2_000 },
    })
  })

  test('the time of a trouble is that of its first time', () => {
    const once = troubleOf(lastList([]), 'AccessDeniedException', 5)
    expect(troubleOf(once, 'AccessDeniedException', 9).trouble.sinceMs).toBe(5)
    expect(troubleOf(once, 'TimeoutError', 9).trouble.sinceMs).toBe(9)
  })
})
