import * as v from 'valibot'
import type { Caller } from '../caller.ts'
import type { Fleet } from '../ec2/fleet.ts'
import { type JsonAction, ServiceError } from '../json-service.ts'
import { findOrganization } from './tree.ts'

/** The role in the management account that may only list accounts. */
const LIST_ROLE = 'amiops-organization'

/** The only region of the partition in which AWS Organizations is asked. */
const REGION = 'us-east-1'
const AT_MOST = 20

const NextToken = v.exactOptional(v.string())
const MaxResults = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(AT_MOST)), AT_MOST)
const ALL = v.strictObject({ NextToken, MaxResults })
const OF_PARENT = v.strictObject({ NextToken, MaxResults, ParentId: v.string() })

const PARENT = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/

const read = <T>(schema: v.GenericSchema<unknown, T>, input: unknown): T => {
  const parsed = v.safeParse(schema, input)
  if (parsed.success) return parsed.output
  throw new ServiceError('InvalidInputException', parsed.issues[0].message)
}

const toPage = <Item>(items: readonly Item[], { NextToken, MaxResults }: v.InferOutput<typeof ALL>) => {
  const [, offset] = /^after:(\d+)$/.exec(Buffer.from(NextToken ?? '', 'base64').toString()) ?? []
  if (NextToken !== undefined && offset === undefined)
    throw new ServiceError('InvalidInputException', 'You specified an invalid value for NextToken.')
  const from = Number(offset ?? 0)
  const to = from + MaxResults
  return {
    page: items.slice(from, to),
    ...(to < items.length && { NextToken: Buffer.from(`after:${to}`).toString('base64') }),
  }
}

/** Listing works in the management account alone, for the role that is allowed it. */
const openFor = (fleet: Fleet, { account, region, identity }: Caller, call: string) => {
  if (region !== REGION)
    throw new ServiceError('InvalidSignatureException', 'Credential should be scoped to a valid region.')
  const organization = findOrganization(fleet, account)
  if (!organization)
    throw new ServiceError(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    )
  const isRole = identity?.type === 'AssumedRole' && identity.role.split('/').pop() === LIST_ROLE
  if (organization.management !== account || !isRole)
    throw new ServiceError(
      'AccessDeniedException',
      `You don't have permissions to access this resource: organizations:${call}.`,
    )
  return organization
}

type Organization = ReturnType<typeof openFor>

const describe = (fleet: Fleet, { id: organization, management }: Organization, id: string) => {
  const { name = `account-${id}`, state = 'ACTIVE', joinedAtMs = 0 } = fleet.memberFacts[id] ?? {}
  return {
    Id: id,
    Arn: `arn:aws:organizations::${management}:account/${organization}/${id}`,
    Email: `aws+${id}@example.com`,
    Name: name,
    State: state,
    JoinedMethod: 'CREATED',
    JoinedTimestamp: joinedAtMs / 1_000,
  }
}

const checkParent = ({ rootId, units }: Organization, parent: string): void => {
  if (!PARENT.test(parent))
    throw new ServiceError('InvalidInputException', 'You specified an invalid value for ParentId.')
  if (parent !== rootId && !units.some(({ id }) => id === parent))
    throw new ServiceError('ParentNotFoundException', "You specified parent that doesn't exist.")
}

/** The calls of AWS Organizations that find accounts.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html */
export const createOrganizationsActions = (fleet: Fleet) =>
  ({
    ListAccounts(input, caller) {
      const organization = openFor(fleet, caller, 'ListAccounts')
      const { page, ...next } = toPage(organization.accounts, read(ALL, input))
      return { Accounts: page.map(({ id }) => describe(fleet, organization, id)), ...next }
    },
    ListAccountsForParent(input, caller) {
      const organization = openFor(fleet, caller, 'ListAccountsForParent')
      const asked = read(OF_PARENT, input)
      checkParent(organization, asked.ParentId)
      const { page, ...next } = toPage(
        organization.accounts.filter(({ parentId }) => parentId === asked.ParentId),
        asked,
      )
      return { Accounts: page.map(({ id }) => describe(fleet, organization, id)), ...next }
    },
    ListOrganizationalUnitsForParent(input, caller) {
      const organization = openFor(fleet, caller, 'ListOrganizationalUnitsForParent')
      const asked = read(OF_PARENT, input)
      checkParent(organization, asked.ParentId)
      const { page, ...next } = toPage(
        organization.units.filter(({ parentId }) => parentId === asked.ParentId),
        asked,
      )
      return {
        OrganizationalUnits: page.map(({ id }) => ({
          Id: id,
          Arn: `arn:aws:organizations::${organization.management}:ou/${organization.id}/${id}`,
          Name: id,
        })),
        ...next,
      }
    },
  }) satisfies Readonly<Record<string, JsonAction>>
