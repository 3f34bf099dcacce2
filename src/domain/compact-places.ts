import type { AccountRegion } from './alias.ts'
import { alternate } from './fair-order.ts'
import { groupBy } from './group-by.ts'

/** An account and region, and by which error it could not be read. */
export interface FailedPlace extends AccountRegion {
  error?: string
}

/** Several accounts and regions that are named as one: an account with its regions, or a region in all of its accounts. */
export type PlaceGroup = { error?: string } & (
  | { kind: 'account'; account: string; regions: readonly string[]; isWhole: boolean }
  | { kind: 'region'; region: string; accounts: number }
)

/** A region with fewer accounts is not named for all of them. */
const MANY_ACCOUNTS = 3

/** How many accounts and regions a group has. */
export const sizeOf = (group: PlaceGroup): number =>
  group.kind === 'region' ? group.accounts : group.regions.length

/**
 * Names accounts and regions in as few words as they take: an account that fails in all of its regions is one name, and so is a region
 * that fails in all accounts. Errors take turns, so that the most frequent one crowds out no other.
 *
 * @param all the accounts and regions of the config
 */
export const compactPlaces = (some: readonly FailedPlace[], all: readonly AccountRegion[]): PlaceGroup[] => {
  const regionsOf = groupBy(all, ({ account }) => account)
  const accountsOf = groupBy(all, ({ region }) => region)
  const groups = [...groupBy(some, ({ error = '' }) => error).values()].flatMap(alike => {
    const error = alike[0]?.error
    const withError = <Group extends object>(group: Group) => ({
      ...group,
      ...(error !== undefined && { error }),
    })
    const inRegions = groupBy(alike, ({ region }) => region)
    const whole = [...inRegions].filter(
      ([region, places]) =>
        places.length >= MANY_ACCOUNTS && places.length === accountsOf.get(region)?.length,
    )
    const wholeRegions = new Set(whole.map(([region]) => region))
    const rest = groupBy(
      alike.filter(({ region }) => !wholeRegions.has(region)),
      ({ account }) => account,
    )
    return [
      ...whole.map(([region, { length: accounts }]) =>
        withError({ kind: 'region' as const, region, accounts }),
      ),
      ...[...rest].map(([account, places]) =>
        withError({
          kind: 'account' as const,
          account,
          regions: places.map(({ region }) => region),
          isWhole: places.length > 1 && places.length === regionsOf.get(account)?.length,
        }),
      ),
    ]
  })
  return alternate(groups, ({ error = '' }) => error)
}
