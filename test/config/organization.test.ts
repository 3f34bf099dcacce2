import { faultLines } from '../../src/config/fault.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { isOurAccount } from '../../src/domain/config.ts'

const HEAD = 'channels: { fallback: ops }\n'
const read = (text: string) => parseConfig(HEAD + text)

const faultsOf = (text: string): string[] => {
  const parsed = read(text)
  return parsed.ok ? [] : faultLines('c', parsed.faults)
}

const configOf = (text: string) => {
  const parsed = read(text)
  if (!parsed.ok) throw new Error(faultLines('c', parsed.faults).join('\n'))
  return parsed.config
}

const LEAST = 'organization: { id: o-a1b2c3d4e5, regions: [us-east-1, eu-west-1] }\n'
const ORGANIZATION = 'organization:\n  id: o-a1b2c3d4e5\n  regions: [us-east-1, eu-west-1]\n'

test('an organization has roles of its own names, and accounts without regions have its regions', () => {
  const { organization, accounts } = configOf(`${LEAST}accounts: [{ id: '111111111111', alias: prod }]`)
  expect(organization).toEqual({
    id: 'o-a1b2c3d4e5',
    regions: ['us-east-1', 'eu-west-1'],
    readRole: 'amiops-reader',
    role: 'amiops-actor',
    exclude: [],
  })
  expect(accounts).toEqual([{ id: '111111111111', alias: 'prod', regions: ['us-east-1', 'eu-west-1'] }])
})

test('how its accounts are listed', () => {
  const role = 'arn:aws:iam::222222222222:role/path/amiops-organization'
  expect(configOf(`${ORGANIZATION}  list: { role: '${role}' }`).organization?.list).toEqual({ role })
  expect(
    configOf(`${ORGANIZATION}  list: { role: '${role}', units: [ou-ab12-c3d4e5f6] }`).organization?.list,
  ).toEqual({ role, units: ['ou-ab12-c3d4e5f6'] })
})

test.each([
  ['organization:\n  id: o-SHORT\n  regions: [us-east-1]', 3, 'organization.id: expected the id of an org'],
  ['organization: { id: o-a1b2c3d4e5 }', 2, 'organization.regions: expected a value, got nothing'],
  [
    'organization: { id: o-a1b2c3d4e5, regions: [] }',
    2,
    'organization.regions: expected at least one region',
  ],
  [
    'organization:\n  id: o-a1b2c3d4e5\n  regions:\n    - us-east-1\n    - us-east-1',
    6,
    'organization.regions.1: expected each entry once',
  ],
  [
    'organization:\n  id: o-a1b2c3d4e5\n  regions:\n    - us-esat-1',
    5,
    'organization.regions.0: expected a region like us-east-1',
  ],
  [
    'organization:\n  id: o-a1b2c3d4e5\n  regions: [us-east-1, cn-north-1]',
    4,
    'organization.regions.1: expected a region of the same partition as us-east-1 (aws), got cn-north-1',
  ],
  [
    `${ORGANIZATION}  role: arn:aws:iam::111111111111:role/amiops-actor`,
    5,
    'organization.role: expected the name of a role, not its ARN',
  ],
  [
    `${ORGANIZATION}  readRole: amiops-actor`,
    5,
    'organization.readRole: expected another role than "role" (amiops-actor)',
  ],
  [`${ORGANIZATION}  role: amiops-reader`, 2, 'expected another role than "role" (amiops-reader)'],
  [
    `${ORGANIZATION}  list:\n    role: amiops-organization`,
    6,
    'organization.list.role: expected a role’s ARN',
  ],
  [`${ORGANIZATION}  list: { units: [ou-ab12-c3d4e5f6] }`, 5, 'organization.list.role: expected a value'],
  [
    `${ORGANIZATION}  list: { role: 'arn:aws-cn:iam::222222222222:role/list' }`,
    5,
    'organization.list.role: expected an ARN of the partition of the regions (arn:aws:)',
  ],
  [
    `${ORGANIZATION}  list:\n    role: arn:aws:iam::222222222222:role/list\n    units: [r-ab12]`,
    7,
    'organization.list.units.0: expected the id of an organizational unit',
  ],
  [
    `${ORGANIZATION}  exclude: [123456789012]`,
    5,
    'organization.exclude.0: expected an account id of 12 digits',
  ],
  [
    `${ORGANIZATION}  exclude: ['111111111111']\naccounts: [{ id: '111111111111' }]`,
    5,
    'organization.exclude.0: expected an account that "accounts" does not list, got 111111111111',
  ],
  [`${ORGANIZATION}  excluded: []`, 5, 'organization.excluded: expected no key "excluded" here'],
  ["accounts: [{ id: '111111111111' }]", 2, 'accounts.0.regions: expected a list of regions, got nothing'],
])('a fault of an organization has its line: %j', (text, line, fault) => {
  expect(faultsOf(text)).toEqual([expect.stringMatching(new RegExp(`^c:${line}: `))])
  expect(faultsOf(text)[0]).toContain(fault)
})

test('an alias can be in any account of the organization, by its id, in its regions', () => {
  const alias = (place: string) =>
    `families: { web: { name: 'web-*', aliases: [{ name: prod, parameter: /ami/web, in: [${place}] }] } }\n`
  expect(faultsOf(LEAST + alias('333333333333/eu-west-1'))).toEqual([])
  expect(
    faultsOf(`${LEAST}accounts: [{ id: '111111111111', alias: main }]\n${alias('main/eu-west-1')}`),
  ).toEqual([])
  expect(faultsOf(LEAST + alias('333333333333/eu-west-2'))).toHaveLength(1)
  expect(faultsOf(LEAST + alias('named/eu-west-1'))).toHaveLength(1)
})

test('regions of the organization are known to rules, and its partition to audiences', () => {
  const text = 'organization: { id: o-a1b2c3d4e5, regions: [xx-north-1] }\n'
  expect(faultsOf(`${text}rules: [{ when: { region: xx-north-1 } }]`)).toEqual([])
  const arn = 'arn:aws-cn:organizations::222222222222:organization/o-a1b2c3d4e5'
  expect(faultsOf(`${LEAST}audiences: { all: { organization: '${arn}' } }`)).toHaveLength(1)
})

test('no account is ours before one is found; without an organization and accounts, all are', () => {
  expect(isOurAccount(configOf(LEAST), '333333333333')).toBe(false)
  expect(isOurAccount(configOf(''), '333333333333')).toBe(true)
})
