import type { AccountRegion } from '../../domain/alias.ts'
import type { Config } from '../../domain/config.ts'
import { placesIn } from '../../domain/fleet.ts'
import type { ListFilter } from '../../domain/list-filter.ts'

/** How many accounts and regions are read at the same time. */
export const PLACES_AT_ONCE = 16

/** The configured accounts and regions that a filter leaves. */
export const placesOf = (
  config: Pick<Config, 'accounts'>,
  { accounts, regions }: ListFilter,
): AccountRegion[] =>
  placesIn(config).filter(
    ({ account, region }) =>
      (accounts.length === 0 || accounts.includes(account)) &&
      (regions.length === 0 || regions.includes(region)),
  )
