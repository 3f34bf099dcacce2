import { accountsToRead } from '../../src/domain/accounts-to-read.ts'
import { accountName, isOurAccount, isOurWorkspace, priceOf, rolesNamed } from '../../src/domain/config.ts'

const ACCOUNTS = [
  { id: '111111111111', alias: 'production', regions: ['eu-west-1'], role: 'acts', readRole: 'looks' },
  { id: '222222222222', regions: ['us-east-1'], role: 'acts' },
]

test('an account is named by its alias, else by its id', () => {
  expect(accountName({ accounts: ACCOUNTS }, '111111111111')).toBe('production')
  expect(accountName({ accounts: ACCOUNTS }, '222222222222')).toBe('222222222222')
  expect(accountName({ accounts: ACCOUNTS }, '333333333333')).toBe('333333333333')
})

test('code that only looks never has the role that changes', () => {
  expect(accountsToRead(ACCOUNTS)).toStrictEqual([
    { id: '111111111111', alias: 'production', regions: ['eu-west-1'], role: 'looks' },
    { id: '222222222222', regions: ['us-east-1'] },
  ])
})

test('images may be changed in the accounts of the config; in all, where it lists none', () => {
  expect(isOurAccount({ accounts: ACCOUNTS }, '222222222222')).toBe(true)
  expect(isOurAccount({ accounts: ACCOUNTS }, '333333333333')).toBe(false)
  expect(isOurAccount({ accounts: [] }, '333333333333')).toBe(true)
})

test('a region has its own price, else the usual one; nothing that every object has is a region', () => {
  const prices = { default: 0.05, byRegion: { 'eu-west-1': 0.06, 'us-east-1': 0 } }
  expect(priceOf({ prices }, 'eu-west-1')).toBe(0.06)
  expect(priceOf({ prices }, 'us-east-1')).toBe(0)
  expect(priceOf({ prices }, 'toString')).toBe(0.05)
})

test('of the roles that are named, those count that are defined', () => {
  const operator = { users: ['U0MARIA'], userGroups: [] }
  expect(rolesNamed({ roles: { operator } }, ['operator', 'operatr'])).toEqual([operator])
})

describe('a workspace is ours', () => {
  test.each<[situation: string, id: string, home: string | undefined, expected: boolean]>([
    ['it is home', 'T0HOME', 'T0HOME', true],
    ['it is the config’s own', 'T0CONFIG', undefined, true],
    ['the config lists it', 'T0LISTED', 'T0HOME', true],
    ['it is a stranger', 'T0OTHER', 'T0HOME', false],
    ['it has no id, and nobody says where home is', '', '', false],
  ])('%s', (_situation, id, home, expected) => {
    expect(isOurWorkspace({ workspaceId: 'T0CONFIG', workspaces: ['T0LISTED'] }, id, home)).toBe(expected)
  })

  test('where the config lists none, home alone is', () => {
    expect(isOurWorkspace({}, 'T0HOME', 'T0HOME')).toBe(true)
    expect(isOurWorkspace({}, 'T0OTHER', 'T0HOME')).toBe(false)
    expect(isOurWorkspace({}, 'undefined')).toBe(false)
  })
})
