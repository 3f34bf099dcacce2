/** An account of the organization. */
export interface MemberAccount {
  id: string
  /** AWS's name of it: any signs, at most 50. */
  name?: string
  joinedAtMs?: number
  /** When AWS first listed it with this name, of an account that had another one before. */
  namedAtMs?: number
}

/** An account that AWS doesn’t list in the organization any more. */
export interface LeftAccount extends Pick<MemberAccount, 'id' | 'name'> {
  /** When AWS first listed the others without it: within ten minutes after it left. */
  leftAtMs: number
}

/** The accounts of the organization that amiops knows. */
export interface MemberList {
  /** The list of another organization is not used. */
  organization: string
  accounts: readonly MemberAccount[]
  /** Those that left, the last one first. */
  left?: readonly LeftAccount[]
  /** The account that manages the organization. */
  management?: string
  /** When AWS listed them last; where AWS is not asked, when one was added last. */
  listedAtMs: number
  /** Present while AWS does not list them: the accounts are the last ones. */
  trouble?: ListTrouble
  version: number
  /** Present where the ledger's list cannot be read. Never saved. */
  fault?: ListFault
}

/** Why the ledger's list cannot be read, and what is in use instead. */
export interface ListFault {
  /** `newer`: a later version of amiops wrote it. This version never writes over it. */
  kind: 'damaged' | 'newer'
  /** The item and what is wrong with it, without values. */
  why: string
  /** The copy cannot be read either: no accounts are known but those of the config. */
  isLost?: true
}

export interface ListTrouble {
  /** The name of the error, or `FewerAccounts`. */
  name: string
  sinceMs: number
}

/** What AWS listed. */
export type ListedMembers = Pick<MemberList, 'accounts' | 'management'>

/** An account that has sent an event, and is neither in the config file nor in the list. */
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
 * Whether a check said that an account does not belong to the organization. Any other error, such as a timeout or throttling of STS, proves
 * nothing: the account is checked again.
 */
export const isNotOurs = ({ failure }: Pick<UnknownAccount, 'failure'>): boolean =>
  failure !== undefined && (failure === NOT_LISTED || failure.startsWith('AccessDenied'))

/** A list that lacks more than half of the accounts is taken once AWS has listed the same for this long. */
const DOUBTED_FOR_MS = 60 * 60_000

/**
 * The list to save once AWS has listed the accounts. If more than half of the accounts disappear at once, that is more often a mistake (a
 * unit was moved, a role sees less) than intended. Accounts that are dropped are not scanned, so such a list is taken an hour later. An
 * empty list is always a mistake, since an organization has an account that manages it: it is never taken.
 */
export const takeListed = (
  before: MemberList | undefined,
  organization: string,
  listed: ListedMembers,
  nowMs: number,
): Omit<MemberList, 'version'> => {
  const isOurs = before?.organization === organization
  const accounts = [...(isOurs ? withNameTimes(before, listed, nowMs) : listed.accounts)].sort((a, b) =>
    a.id.localeCompare(b.id),
  )
  const now = {
    organization,
    accounts,
    ...(listed.management && { management: listed.management }),
    listedAtMs: nowMs,
  }
  if (!before || !isOurs) return now
  const ids = new Set(accounts.map(({ id }) => id))
  const stayed = before.accounts.filter(({ id }) => ids.has(id)).length
  const taken = { ...now, ...leftSince(before, ids, nowMs) }
  if (stayed * 2 >= before.accounts.length) return taken
  const doubted = troubleOf(before, FEWER_ACCOUNTS, nowMs)
  if (accounts.length > 0 && nowMs - doubted.trouble.sinceMs >= DOUBTED_FOR_MS) return taken
  const { version: _, fault: _damaged, ...kept } = doubted
  return kept
}

/** An account that is renamed, or is back after it had left, has its name from now on: it takes none from an account that has it. */
const withNameTimes = (
  before: MemberList,
  { accounts }: ListedMembers,
  nowMs: number,
): readonly MemberAccount[] => {
  const known = new Map(before.accounts.map(one => [one.id, one] as const))
  const left = new Set(before.left?.map(({ id }) => id))
  return accounts.map(account => {
    const was = known.get(account.id)
    if (!was) return left.has(account.id) ? { ...account, namedAtMs: nowMs } : account
    const namedAtMs = was.name === account.name ? was.namedAtMs : nowMs
    return namedAtMs === undefined ? account : { ...account, namedAtMs }
  })
}

/** So many are kept: an organization that closes more has other means to know them. */
const LEFT_KEPT = 200

const leftSince = (
  before: MemberList,
  listed: ReadonlySet<string>,
  nowMs: number,
): Pick<MemberList, 'left'> => {
  const leaving = before.accounts.filter(({ id }) => !listed.has(id))
  const left = [
    ...leaving.map(
      ({ id, name }): LeftAccount => ({ id, ...(name !== undefined && { name }), leftAtMs: nowMs }),
    ),
    ...(before.left ?? []).filter(({ id }) => !listed.has(id)),
  ].slice(0, LEFT_KEPT)
  return left.length === 0 ? {} : { left }
}

/** The last list, with the reason why there is no newer one. */
export const troubleOf = <List extends Pick<MemberList, 'trouble'>>(
  before: List,
  name: string,
  nowMs: number,
): List & { trouble: ListTrouble } => ({
  ...before,
  trouble: { name, sinceMs: before.trouble?.name === name ? before.trouble.sinceMs : nowMs },
})
