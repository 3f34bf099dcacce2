import type { Account } from './config.ts'
import type { MemberAccount } from './member-list.ts'
import { isRegion } from './regions.ts'

const LONGEST_ALIAS = 40

/**
 * The name in the form of an alias of the config; undefined if nothing is left of it, or if it would look like a region, an account id, or the
 * alias that amiops gives to another account: the members choose their names.
 */
const toAlias = (name: string): string | undefined => {
  const alias = name
    .replace(/[^\w-]+/g, '-')
    .slice(0, LONGEST_ALIAS)
    .replace(/^-+|-+$/g, '')
  return alias === '' || /(^|-)\d{12}$/.test(alias) || isRegion(alias.toLowerCase()) ? undefined : alias
}

/**
 * An alias for each account that has a name. If two accounts have the same name, the one that had it first keeps it, and the alias of
 * the other ends with its id: an account that joins or is renamed takes no name from another.
 */
export const memberAliases = (
  members: readonly MemberAccount[],
  inFile: readonly Account[],
): ReadonlyMap<string, string> => {
  const taken = new Set(inFile.flatMap(({ alias }) => alias?.toLowerCase() ?? []))
  const hadItSinceMs = ({ namedAtMs, joinedAtMs = 0 }: MemberAccount): number => namedAtMs ?? joinedAtMs
  const oldestFirst = [...members].sort(
    (a, b) => hadItSinceMs(a) - hadItSinceMs(b) || a.id.localeCompare(b.id),
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
