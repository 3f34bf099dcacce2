import { accessKeyIdOf, DEFAULT_ACCOUNT, writeSessionToken } from '../../../sandbox/aws/caller.ts'
import { createOrganizationsActions } from '../../../sandbox/aws/organizations/actions.ts'
import { ORGANIZATIONS } from '../../../sandbox/aws/organizations/coverage.ts'
import type { World } from '../../../sandbox/world.ts'
import { createOrganizations } from '../../../src/aws/organizations/organizations.ts'
import { post, startWorld } from './support.ts'

const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-sandbox001'
const unit = (id: string): string => `arn:aws:organizations::123456789012:ou/o-sandbox001/${id}`
const LIST_ROLE = `arn:aws:iam::${DEFAULT_ACCOUNT}:role/amiops-organization`

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

/** The bot's own adapter, with the credentials of a role. */
const list = (units?: readonly string[], account = DEFAULT_ACCOUNT, role = 'amiops-organization') =>
  createOrganizations(
    {
      id: 'o-sandbox001',
      regions: ['eu-west-1'],
      role: 'amiops-actor',
      readRole: 'amiops-reader',
      exclude: [],
      list: { role: LIST_ROLE, ...(units && { units }) },
    },
    {
      assume: async () => ({
        accessKeyId: accessKeyIdOf(account),
        secretAccessKey: 'sandbox',
        sessionToken: writeSessionToken({ type: 'AssumedRole', role, session: 'amiops' }),
      }),
      own: undefined,
      endpoint: `${world.url}/organizations`,
    },
  ).listMembers()

const join = (id: string, body: object): Promise<unknown> => post(world, `/_sandbox/accounts/${id}`, body)
const idsOf = ({ accounts }: Awaited<ReturnType<typeof list>>): string[] => accounts.map(({ id }) => id)

test('the accounts of the organization, page by page', async () => {
  for (let n = 0; n < 45; n++)
    await join(String(500_000_000_000 + n), { memberOf: [ORGANIZATION], name: `team ${n}` })
  await join('500000000001', { state: 'SUSPENDED' })
  await join('500000000002', { memberOf: [] })
  const listed = await list()
  expect(listed.management).toBe(DEFAULT_ACCOUNT)
  expect(idsOf(listed)).toHaveLength(2 + 43)
  expect(listed.accounts.at(-1)).toEqual({
    id: '500000000044',
    name: 'team 44',
    joinedAtMs: expect.any(Number),
  })
  expect(idsOf(listed)).not.toContain('500000000001')
})

test('the accounts of units and of the units below them', async () => {
  const below = [unit('ou-sbox-workloads'), unit('ou-sbox-payments')]
  await join('500000000001', { memberOf: [ORGANIZATION, ...below] })
  await join('500000000002', { memberOf: [ORGANIZATION, unit('ou-sbox-security')] })
  expect(idsOf(await list(['ou-sbox-workloads']))).toEqual(['345678901234', '500000000001'])
  expect(idsOf(await list(['ou-sbox-payments', 'ou-sbox-workloads'])).sort()).toEqual([
    '345678901234',
    '500000000001',
  ])
  expect(idsOf(await list(['ou-sbox-security']))).toEqual(['500000000002'])
})

test.each([
  [
    'a unit that does not exist',
    ['ou-sbox-nobodyhere'],
    DEFAULT_ACCOUNT,
    'amiops-organization',
    'ParentNotFoundException',
  ],
  ['another role', undefined, DEFAULT_ACCOUNT, 'amiops-sandbox-schedule', 'AccessDeniedException'],
  ['a member account', undefined, '345678901234', 'amiops-organization', 'AccessDeniedException'],
  [
    'an account of no organization',
    undefined,
    '210987654321',
    'amiops-organization',
    'AWSOrganizationsNotInUseException',
  ],
] as const)('is refused: %s', async (_case, units, account, role, name) => {
  await expect(list(units, account, role)).rejects.toMatchObject({ name })
})

test('a fault refuses a call, and every call that is served is listed', async () => {
  world.faults.add({ service: 'organizations', call: 'ListAccounts', error: 'TooManyRequestsException' })
  await expect(list()).rejects.toMatchObject({ name: 'TooManyRequestsException' })
  expect(idsOf(await list())).toContain('345678901234')
  const served = Object.keys(createOrganizationsActions(world.ec2.fleet))
  expect(Object.keys(ORGANIZATIONS).filter(name => ORGANIZATIONS[name]?.state !== 'missing')).toEqual(served)
})

test('another organization than the config names is no list', async () => {
  const ELSEWHERE = 'arn:aws:organizations::123456789012:organization/o-elsewhere1'
  await join(DEFAULT_ACCOUNT, { memberOf: [ELSEWHERE] })
  await expect(list()).rejects.toMatchObject({ name: 'OtherOrganization' })
})
