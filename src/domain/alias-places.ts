import type { AccountRegion, AliasPlace } from './alias.ts'
import type { Config } from './config.ts'

/** Each alias of the config in each of its accounts and regions, in the config's order. */
export const aliasPlacesIn = ({ families }: Pick<Config, 'families'>): AliasPlace[] =>
  Object.entries(families).flatMap(([family, { aliases = [] }]) =>
    aliases.flatMap(({ name: alias, parameter, in: places }) =>
      places.map(({ account, region }) => ({ account, region, family, alias, parameter })),
    ),
  )

/** The alias that a parameter is there; undefined where the config names none. */
export const findAliasPlace = (
  config: Pick<Config, 'families'>,
  where: AccountRegion & { parameter: string },
): AliasPlace | undefined =>
  aliasPlacesIn(config).find(
    ({ account, region, parameter }) =>
      account === where.account && region === where.region && parameter === where.parameter,
  )
