import type { AwsCredentialIdentity } from '@smithy/types'
import * as v from 'valibot'
import type { Organization } from '../../domain/config.ts'
import { memberRoleArn } from '../../domain/member-accounts.ts'
import type { ListedMembers, MemberAccount } from '../../domain/member-list.ts'
import { partitionOf } from '../../domain/regions.ts'
import type { Organizations } from '../../ports.ts'
import { createJsonCall, defaultEndpoint } from '../http/json-call.ts'

/** `State` took the place of `Status` in 2026.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html */
const ACCOUNT = v.object({
  Id: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  Arn: v.optional(v.string()),
  Name: v.optional(v.string()),
  State: v.optional(v.string()),
  Status: v.optional(v.string()),
  JoinedTimestamp: v.optional(v.number()),
})
const TOKEN = v.nullish(v.string())
const ACCOUNTS = v.object({ Accounts: v.array(ACCOUNT), NextToken: TOKEN })
const UNITS = v.object({
  OrganizationalUnits: v.array(v.object({ Id: v.string() })),
  NextToken: TOKEN,
})

type Listed = v.InferOutput<typeof ACCOUNT>

/** Where an organization is asked: one region of each partition.
 * https://docs.aws.amazon.com/organizations/latest/userguide/region-support.html */
const HOMES: Readonly<Record<string, string>> = {
  aws: 'us-east-1',
  'aws-cn': 'cn-northwest-1',
  'aws-us-gov': 'us-gov-west-1',
}

/** The most pages of twenty accounts; more would be an error of AWS's token. */
const MOST_PAGES = 1_000

interface OrganizationNeeds {
  /** Assumes a role. */
  assume(roleArn: string): Promise<AwsCredentialIdentity>
  /** The account that amiops is deployed to, which needs no role. */
  own: string | undefined
  endpoint: string | undefined
}

/** Lists the accounts of AWS Organizations, in the role that may do only this. */
export const createOrganizations = (
  organization: Organization,
  { assume, own, endpoint }: OrganizationNeeds,
): Organizations => ({
  async listMembers() {
    const { list, regions } = organization
    if (!list) throw new Error('Expected a role to list the accounts with, got none.')
    const { id, regions: own } = partitionOf(regions[0] ?? '')
    const region = HOMES[id] ?? own[0] ?? ''
    const call = createJsonCall(
      { ...(await assume(list.role)), region },
      {
        service: 'organizations',
        target: 'AWSOrganizationsV20161128',
        version: '1.1',
        endpoint: endpoint ?? defaultEndpoint('organizations', region),
      },
    )
    const listed = list.units ? await inUnits(call, list.units) : await accountsOf(call, 'ListAccounts', {})
    return toMembers(listed, organization.id)
  },
  async tryReader(account) {
    if (account !== own) await assume(memberRoleArn(organization, account, organization.readRole))
  },
})

type Call = ReturnType<typeof createJsonCall>

/** A page may be empty although more follow. */
const pagesOf = async <Page extends { NextToken?: string | null | undefined }>(
  call: Call,
  operation: string,
  input: object,
  schema: v.GenericSchema<unknown, Page>,
): Promise<Page[]> => {
  const pages: Page[] = []
  let NextToken: string | null | undefined
  do {
    const answer = await call(operation, { ...input, ...(NextToken && { NextToken }) })
    const page = v.parse(schema, answer)
    pages.push(page)
    NextToken = page.NextToken
  } while (NextToken && pages.length < MOST_PAGES)
  return pages
}

const accountsOf = async (call: Call, operation: string, input: object): Promise<Listed[]> =>
  (await pagesOf(call, operation, input, ACCOUNTS)).flatMap(({ Accounts }) => Accounts)

/** The accounts of units and of those below them, one call after the other: AWS allows few at once. */
const inUnits = async (call: Call, units: readonly string[]): Promise<Listed[]> => {
  const seen = new Set<string>()
  const waiting = [...units]
  const listed: Listed[] = []
  for (let ParentId = waiting.shift(); ParentId !== undefined; ParentId = waiting.shift()) {
    if (seen.has(ParentId)) continue
    seen.add(ParentId)
    listed.push(...(await accountsOf(call, 'ListAccountsForParent', { ParentId })))
    const below = await pagesOf(call, 'ListOrganizationalUnitsForParent', { ParentId }, UNITS)
    waiting.push(...below.flatMap(({ OrganizationalUnits }) => OrganizationalUnits.map(({ Id }) => Id)))
  }
  return listed
}

const ARN = /:organizations::(\d{12}):account\/(o-[a-z0-9]+)\//

/**
 * The ARN of an account names the account that manages the organization, and the organization.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
 *
 * @throws if the accounts belong to another organization than the config says
 */
const toMembers = (listed: readonly Listed[], organization: string): ListedMembers => {
  const [, management, id] = ARN.exec(listed[0]?.Arn ?? '') ?? []
  if (id !== undefined && id !== organization) throw new OtherOrganization(organization, id)
  const accounts = new Map(
    listed
      .filter(({ State, Status }) => (State ?? Status) === 'ACTIVE')
      .map(account => [account.Id, toMember(account)] as const),
  )
  return { accounts: [...accounts.values()], ...(management && { management }) }
}

const toMember = ({ Id, Name, JoinedTimestamp }: Listed): MemberAccount => ({
  id: Id,
  ...(Name && { name: Name.slice(0, 50) }),
  ...(JoinedTimestamp !== undefined && { joinedAtMs: Math.round(JoinedTimestamp * 1_000) }),
})

class OtherOrganization extends Error {
  override name = 'OtherOrganization'
  constructor(expected: string, got: string) {
    super(`organization.list.role lists the accounts of ${got}, and the config names ${expected}.`)
  }
}
