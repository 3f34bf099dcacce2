import type { AccountRegion, AliasPlace, AliasRule } from './alias.ts'
import type { Config } from './config.ts'

/** An alias in each of its accounts and regions. */
export const placesOfAlias = (
  family: string,
  { name: alias, parameter, in: places }: Pick<AliasRule, 'name' | 'parameter' | 'in'>,
): AliasPlace[] => places.map(({ account, region }) => ({ account, region, family, alias, parameter }))

/** Each alias of the config in each of its accounts and regions, in the config's order. */
export const aliasPlacesIn = ({ families }: Pick<Config, 'families'>): AliasPlace[] =>
  Object.entries(families).flatMap(([family, { aliases = [] }]) =>
    aliases.flatMap(rule => placesOfAlias(family, rule)),
  )

/** The alias that this parameter belongs to; undefined if it is no alias of the config. */
export const findAliasPlace = (
  config: Pick<Config, 'families'>,
  where: AccountRegion & { parameter: string },
): AliasPlace | undefined =>
  aliasPlacesIn(config).find(
    ({ account, region, parameter }) =>
      account === where.account && region === where.region && parameter === where.parameter,
  )
