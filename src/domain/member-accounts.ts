import type { Account, Config, Organization } from './config.ts'
import { memberAliases } from './member-aliases.ts'
import type { LeftAccount, MemberAccount } from './member-list.ts'
import { partitionOf } from './regions.ts'

const partition = ({ regions }: Organization): string => partitionOf(regions[0] ?? '').id

/** A role of an account of the organization, by its name. */
export const memberRoleArn = (organization: Organization, account: string, name: string): string =>
  `arn:${partition(organization)}:iam::${account}:role/${name}`

/**
 * Adds the accounts of the organization to those of the config file, which come first, and gives them the organization's roles where
 * the file names none.
 *
 * @param own the account that amiops is deployed to: it is used with the function's own permissions
 */
export const withMembers = (
  config: Config,
  members: readonly MemberAccount[],
  own: string | undefined,
  left: readonly LeftAccount[] = [],
): Config => {
  const { organization, accounts } = config
  if (!organization) return config
  const inFile = new Set(accounts.map(({ id }) => id))
  const found = members.filter(({ id }) => !inFile.has(id) && !organization.exclude.includes(id))
  const aliases = memberAliases(found, accounts)
  const rolesOf = (id: string): Pick<Account, 'role' | 'readRole' | 'discovered'> =>
    id === own
      ? {}
      : {
          role: memberRoleArn(organization, id, organization.role),
          readRole: memberRoleArn(organization, id, organization.readRole),
          discovered: true,
        }
  const gone = left.filter(({ id }) => !inFile.has(id))
  return {
    ...config,
    ...(gone.length > 0 && { left: gone }),
    accounts: [
      ...accounts.map(account =>
        account.role === undefined ? { ...rolesOf(account.id), ...account } : account,
      ),
      ...found.map(({ id }): Account => {
        const alias = aliases.get(id)
        return { id, ...(alias && { alias }), regions: organization.regions, ...rolesOf(id) }
      }),
    ],
  }
}
