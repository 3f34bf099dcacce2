import type { Account, Config, Organization } from './config.ts'
import { isRegion, partitionOf } from './regions.ts'

/** An account of the organization. */
export interface MemberAccount {
  id: string
  /** AWS's name of it: any signs, at most 50. */
  name?: string
  joinedAtMs?: number
}

/** The accounts of the organization that amiops knows. */
export interface MemberList {
  /** The list of another organization is not used. */
  organization: string
  accounts: readonly MemberAccount[]
  /** The account that manages the organization. */
  management?: string
  /** When AWS listed them last; where AWS is not asked, when one was added last. */
  listedAtMs: number
  /** Present while AWS does not list them: the accounts are the last ones. */
  trouble?: ListTrouble
  version: number
}

export interface ListTrouble {
  /** The name of the error, or `FewerAccounts`. */
  name: string
  sinceMs: number
}

/** What AWS listed. */
export type ListedMembers = Pick<MemberList, 'accounts' | 'management'>

/** An account that is not known, and has sent an event. */
export interface UnknownAccount {
  id: string
  /** When it sent an event last, within an hour. */
  heardAtMs: number
  checkedAtMs?: number
  /** Why it was not added when it was checked: an error's name. */
  failure?: string
}

/** AWS does not list an account that sent an event: it is in another unit, or not ACTIVE. */
export const NOT_LISTED = 'NotListed'
/** AWS suddenly lists less than half of the accounts. */
export const FEWER_ACCOUNTS = 'FewerAccounts'

/**
 * Whether a check said that an account is none of ours. Any other error, such as STS not answering or asking to slow down, says nothing:
 * the account is checked again.
 */
export const isNotOurs = ({ failure }: Pick<UnknownAccount, 'failure'>): boolean =>
  failure !== undefined && (failure === NOT_LISTED || failure.startsWith('AccessDenied'))

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
  return {
    ...config,
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

const LONGEST_ALIAS = 40

/**
 * The name as an alias of the config could be; undefined where nothing is left of it, or where it would be taken for something else:
 * whoever may name an account chooses any signs, such as the name that another account has from us.
 */
const toAlias = (name: string): string | undefined => {
  const alias = name
    .replace(/[^\w-]+/g, '-')
    .slice(0, LONGEST_ALIAS)
    .replace(/^-+|-+$/g, '')
  return alias === '' || /(^|-)\d{12}$/.test(alias) || isRegion(alias.toLowerCase()) ? undefined : alias
}

/**
 * An alias for each account that has a name. Of two with the same one, the account that joined first keeps it, so that an account
 * that joins renames no other; the other's ends with its id.
 */
const memberAliases = (
  members: readonly MemberAccount[],
  inFile: readonly Account[],
): ReadonlyMap<string, string> => {
  const taken = new Set(inFile.flatMap(({ alias }) => alias?.toLowerCase() ?? []))
  const oldestFirst = [...members].sort(
    (a, b) => (a.joinedAtMs ?? 0) - (b.joinedAtMs ?? 0) || a.id.localeCompare(b.id),
  )
  const aliases = new Map<string, string>()
  for (const { id, name } of oldestFirst) {
    const wanted = name === undefined ? undefined : toAlias(name)
    if (wanted === undefined) continue
    const alias = taken.has(wanted.toLowerCase())
      ? `${wanted.slice(0, LONGEST_ALIAS - id.length - 1)}-${id}`
      : wanted
    taken.add(alias.toLowerCase())
    aliases.set(id, alias)
  }
  return aliases
}

/** A list that lacks so many accounts is taken once AWS has said the same for so long. */
const DOUBTED_FOR_MS = 60 * 60_000

/**
 * What becomes of the list once AWS has listed the accounts. Less than half of those before, all at once, is more often a mistake (a unit
 * that was moved, a role that sees less) than meant, and what is dropped is not scanned: it is taken an hour later. None at all is always
 * a mistake, since an organization has an account that manages it: that list is not taken.
 */
export const takeListed = (
  before: MemberList | undefined,
  organization: string,
  listed: ListedMembers,
  nowMs: number,
): Omit<MemberList, 'version'> => {
  const accounts = [...listed.accounts].sort((a, b) => a.id.localeCompare(b.id))
  const now = {
    organization,
    accounts,
    ...(listed.management && { management: listed.management }),
    listedAtMs: nowMs,
  }
  if (!before || before.organization !== organization) return now
  const ids = new Set(accounts.map(({ id }) => id))
  const left = before.accounts.filter(({ id }) => ids.has(id)).length
  if (left * 2 >= before.accounts.length) return now
  const doubted = troubleOf(before, FEWER_ACCOUNTS, nowMs)
  if (accounts.length > 0 && nowMs - doubted.trouble.sinceMs >= DOUBTED_FOR_MS) return now
  const { version: _, ...kept } = doubted
  return kept
}

/** The last list, with why it is not newer. */
export const troubleOf = <List extends Pick<MemberList, 'trouble'>>(
  before: List,
  name: string,
  nowMs: number,
): List & { trouble: ListTrouble } => ({
  ...before,
  trouble: { name, sinceMs: before.trouble?.name === name ? before.trouble.sinceMs : nowMs },
})
