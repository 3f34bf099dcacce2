import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'

const HEAD = `channels: { fallback: ops }
roles: { approver: { users: [U0ALEX] } }
accounts:
  - { id: '123456789012', alias: production, regions: [us-east-1, eu-west-1] }
  - { id: '345678901234', regions: [us-east-1] }
`

const faultsOf = (text: string, head = HEAD): string[] => {
  const parsed = parseConfig(head + text)
  return parsed.ok ? [] : faultLines('c', parsed.faults)
}

const family = (...aliases: string[]): string =>
  `families:\n  web:\n    name: web-*\n    aliases:\n${aliases.map(alias => `      - { ${alias} }\n`).join('')}`

const DEV = 'name: dev, parameter: /golden/web/dev, in: [production/us-east-1]'

test('aliases in all places that accounts lists, by id and alias, are right', () => {
  const text = family(
    DEV,
    "name: prod, parameter: /golden/web/prod, in: [production/us-east-1, '123456789012/eu-west-1', '345678901234/us-east-1'], approval: { roles: [approver] }",
  )
  expect(faultsOf(text)).toEqual([])
})

const LISTED = 'production/us-east-1, production/eu-west-1, 345678901234/us-east-1'

test.each([
  ['an account that is not listed', '999999999999/us-east-1'],
  ['an alias of an account that is not there', 'staging/us-east-1'],
  ['a region that the account does not list', '345678901234/eu-west-1'],
])('%s', (_what, place) => {
  expect(faultsOf(family(`name: dev, parameter: /golden/web/dev, in: ['${place}']`))).toEqual([
    `c:10: families.web.aliases.0.in.0: expected an account and region that "accounts" lists (${LISTED}), got ${place}`,
  ])
})

test('without accounts no place is known', () => {
  expect(faultsOf(family(DEV), 'channels: { fallback: ops }\n')).toEqual([
    'c:6: families.web.aliases.0.in.0: expected an account and region that "accounts" lists (none is there), got production/us-east-1',
  ])
})

test('a name twice in one family; the same name in another family is another alias', () => {
  const again = 'name: dev, parameter: /golden/web/dev-2, in: [production/us-east-1]'
  expect(faultsOf(family(DEV, again))).toEqual([
    'c:11: families.web.aliases.1.name: expected each alias of a family once, got dev twice',
  ])
  const other = `  api:\n    name: api-*\n    aliases:\n      - { ${again} }\n`
  expect(faultsOf(family(DEV) + other)).toEqual([])
})

test('a place twice: by its words, and once by id and once by alias', () => {
  const places = (one: string, other: string) =>
    family(`name: dev, parameter: /golden/web/dev, in: ['${one}', '${other}']`)
  expect(faultsOf(places('production/us-east-1', 'production/us-east-1'))).toEqual([
    'c:10: families.web.aliases.0.in.1: expected each entry once, got "production/us-east-1" twice',
  ])
  expect(faultsOf(places('production/us-east-1', '123456789012/us-east-1'))).toEqual([
    'c:10: families.web.aliases.0.in.1: expected each account and region once, got production/us-east-1 as 123456789012/us-east-1 again',
  ])
})

test('two aliases in one parameter: in one family, in two; apart by account, region or name', () => {
  const prod = (parameter: string, place: string) => `name: prod, parameter: ${parameter}, in: ['${place}']`
  expect(faultsOf(family(DEV, prod('/golden/web/dev', '123456789012/us-east-1')))).toEqual([
    'c:11: families.web.aliases.1.parameter: expected a parameter of its own: dev of web is /golden/web/dev in 123456789012/us-east-1, too',
  ])
  const api = (alias: string) => `  api:\n    name: api-*\n    aliases:\n      - { ${alias} }\n`
  expect(faultsOf(family(DEV) + api(prod('/golden/web/dev', 'production/us-east-1')))).toEqual([
    'c:14: families.api.aliases.0.parameter: expected a parameter of its own: dev of web is /golden/web/dev in production/us-east-1, too',
  ])
  expect(faultsOf(family(DEV, prod('/golden/web/dev', 'production/eu-west-1')))).toEqual([])
  expect(faultsOf(family(DEV, prod('/golden/web/dev', '345678901234/us-east-1')))).toEqual([])
  expect(faultsOf(family(DEV, prod('/golden/web/prod', 'production/us-east-1')))).toEqual([])
})

test('approvers of a role that is not there', () => {
  expect(faultsOf(family(`${DEV}, approval: { roles: [approver, boss] }`))).toEqual([
    'c:10: families.web.aliases.0.approval.roles.1: expected a role from "roles" (approver), got "boss"',
  ])
})

describe('audiences', () => {
  const ou = (partition: string) =>
    `arn:${partition}:organizations::123456789012:ou/o-abcdefghij/ou-abcd-12345678`
  const all = (partition: string) => `arn:${partition}:organizations::123456789012:organization/o-abcdefghij`

  test('of accounts, units or an organization are right', () => {
    expect(
      faultsOf(
        `audiences:\n  a: { accounts: ['345678901234'] }\n  b: { ous: ['${ou('aws')}'] }\n  c: { organization: '${all('aws')}' }\n`,
      ),
    ).toEqual([])
  })

  test.each(['{}', '{ accounts: [] }', '{ accounts: [], ous: [] }'])('that hold nobody: %s', audience => {
    expect(faultsOf(`audiences:\n  lab: ${audience}\n`)).toEqual([
      'c:7: audiences.lab: expected accounts, ous or an organization: it holds nobody',
    ])
  })

  test('of another partition than the accounts', () => {
    expect(
      faultsOf(
        `audiences:\n  lab:\n    ous: ['${ou('aws')}', '${ou('aws-cn')}']\n    organization: '${all('aws-us-gov')}'\n`,
      ),
    ).toEqual([
      'c:8: audiences.lab.ous.1: expected an ARN of the partition of the accounts (arn:aws:), got one of aws-cn',
      'c:9: audiences.lab.organization: expected an ARN of the partition of the accounts (arn:aws:), got one of aws-us-gov',
    ])
    const nowhere = 'channels: { fallback: ops }\n'
    expect(faultsOf(`audiences: { lab: { organization: '${all('aws-cn')}' } }`, nowhere)).toEqual([])
  })
})

test.each([
  'families: { web: { name: web-*, aliases: 3 } }',
  'families: { web: { name: web-*, aliases: [3, null, { in: 3 }] } }',
  "families: { web: { name: web-*, aliases: [{ name: 1, parameter: [], in: [{}, 'x'], approval: { roles: 3 } }] } }",
  'audiences: 3',
  'audiences: { lab: 3, web: { accounts: 3, ous: [3], organization: [] } }',
])('%s is refused, not thrown', text => {
  expect(parseConfig(HEAD + text).ok).toBe(false)
})
