import { accountName, type Config } from '../../domain/config.ts'
import type { FleetPlace } from '../../domain/fleet.ts'
import type { ListFilter } from '../../domain/list-filter.ts'

/** So many accounts in regions are read at the same time. */
export const PLACES_AT_ONCE = 16

/** The configured accounts and regions that a filter leaves. */
export const placesOf = ({ accounts }: Pick<Config, 'accounts'>, filter: ListFilter): FleetPlace[] =>
  accounts
    .filter(({ id }) => filter.accounts.length === 0 || filter.accounts.includes(id))
    .flatMap(({ id, regions }) =>
      regions
        .filter(region => filter.regions.length === 0 || filter.regions.includes(region))
        .map(region => ({ account: id, region })),
    )

/** "production us-east-1" */
export const placeName = (config: Pick<Config, 'accounts'>, { account, region }: FleetPlace): string =>
  `${accountName(config, account)} ${region}`
