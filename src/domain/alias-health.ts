import type { AccountRegion, AliasPlace } from './alias.ts'
import type { AliasReading } from './family-overview.ts'
import { groupBy } from './group-by.ts'

/** Whether the aliases of the config are as they should be. */

/** An alias in one account and region, as it was read last. */
export interface CheckedAlias extends AliasPlace {
  reading: AliasReading
}

/** What is wrong with an alias. */
export type AliasTrouble = Pick<AliasPlace, 'family' | 'alias'> &
  (
    | { kind: 'out-of-step'; builds: readonly { name: string; places: number }[] }
    /** Others of its places have one. */
    | { kind: 'missing'; places: readonly AccountRegion[] }
    | { kind: 'other'; places: readonly AccountRegion[]; dataType: string }
    | { kind: 'unread'; places: readonly AccountRegion[]; why: string }
  )

export interface AliasHealth {
  aliases: number
  places: number
  /** Places that nobody has looked at yet. */
  unread: number
  troubles: readonly AliasTrouble[]
}

/** @param nameOf the name of an image of a region; a place whose image has no known name is not compared */
export const aliasHealthOf = (
  checked: readonly CheckedAlias[],
  nameOf: (region: string, imageId: string) => string | undefined,
): Omit<AliasHealth, 'unread'> => {
  const groups = [...groupBy(checked, ({ family, alias }) => JSON.stringify([family, alias])).values()]
  return {
    aliases: groups.length,
    places: checked.length,
    troubles: groups.flatMap(group => troublesOf(group, nameOf)),
  }
}

const troublesOf = (
  group: readonly CheckedAlias[],
  nameOf: (region: string, imageId: string) => string | undefined,
): AliasTrouble[] => {
  const [first] = group
  if (!first) return []
  const { family, alias } = first
  const of = <Kind extends AliasReading['kind']>(kind: Kind) =>
    group.flatMap(({ reading, ...place }) =>
      reading.kind === kind ? [{ ...place, reading: reading as Extract<AliasReading, { kind: Kind }> }] : [],
    )
  const [named, missing, other, unread] = [of('image'), of('none'), of('other'), of('unread')]
  const builds = groupBy(
    named.flatMap(({ region, reading }) => nameOf(region, reading.imageId) ?? []),
    name => name,
  )
  const [otherFirst] = other
  const [unreadFirst] = unread
  return [
    ...(builds.size > 1
      ? [
          {
            family,
            alias,
            kind: 'out-of-step' as const,
            builds: [...builds].map(([name, { length: places }]) => ({ name, places })),
          },
        ]
      : []),
    // An alias that is set nowhere is new, which is no problem.
    ...(missing.length > 0 && missing.length < group.length
      ? [{ family, alias, kind: 'missing' as const, places: missing }]
      : []),
    ...(otherFirst
      ? [{ family, alias, kind: 'other' as const, places: other, dataType: otherFirst.reading.dataType }]
      : []),
    ...(unreadFirst
      ? [{ family, alias, kind: 'unread' as const, places: unread, why: unreadFirst.reading.why }]
      : []),
  ]
}
