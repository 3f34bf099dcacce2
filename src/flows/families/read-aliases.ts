import { type Circuit, createCircuit } from '../../circuit.ts'
import { type AliasPlace, type AliasRule, IMAGE_TYPE } from '../../domain/alias.ts'
import { placesOfAlias } from '../../domain/alias-places.ts'
import type { Config } from '../../domain/config.ts'
import type { AliasReading, ReadAlias } from '../../domain/family-overview.ts'
import { groupBy } from '../../domain/group-by.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import type { Aliases, Clock, Log, ParameterNow, References } from '../../ports.ts'

export interface ReadAliasesNeeds {
  aliases: Pick<Aliases, 'readAll'>
  uses: Pick<References, 'launchTemplatesOf'>
  config: Config
  clock: Clock
  log: Log
}

const PLACES_AT_ONCE = 16
/** No read begins after this time: a person waits, and the function has a minute. */
const BEGIN_WITHIN_MS = 20_000

/** What a parameter says. */
const readingOf = (now: ParameterNow | undefined): AliasReading => {
  if (now === undefined) return { kind: 'none' }
  return now.dataType === IMAGE_TYPE
    ? { kind: 'image', imageId: now.value }
    : { kind: 'other', dataType: now.dataType }
}

/**
 * Reads what the aliases of a family name, and which launch templates name them, in each of their accounts and regions, with one call of
 * each kind; an account that fails three times in a row is not asked again. Whatever cannot be read has the reason in its place.
 *
 * @returns alias by alias in the config's order, each in the order of its places
 */
export const readAliases = async (needs: ReadAliasesNeeds, family: string): Promise<ReadAlias[]> => {
  const { config, clock } = needs
  const rules: readonly AliasRule[] = Object.hasOwn(config.families, family)
    ? (config.families[family]?.aliases ?? [])
    : []
  const wanted = rules.flatMap(rule => placesOfAlias(family, rule))
  const untilMs = clock.nowMs() + BEGIN_WITHIN_MS
  const circuits = new Map<string, Circuit>()
  const read = new Map<AliasPlace, ReadAlias>()
  const places = [...groupBy(wanted, ({ account, region }) => `${account}/${region}`).values()]
  await inParallel(places, PLACES_AT_ONCE, async inPlace => {
    const [{ account } = { account: '' }] = inPlace
    const ask = circuits.get(account) ?? createCircuit()
    circuits.set(account, ask)
    for (const one of await readPlace(needs, inPlace, ask, untilMs)) read.set(one.place, one.alias)
  })
  return wanted.flatMap(one => read.get(one) ?? [])
}

/** The aliases of one account and region. */
const readPlace = async (
  { aliases, uses, clock, log }: ReadAliasesNeeds,
  inPlace: readonly AliasPlace[],
  ask: Circuit,
  untilMs: number,
): Promise<{ place: AliasPlace; alias: ReadAlias }[]> => {
  const [{ account, region } = { account: '', region: '' }] = inPlace
  const parameters = inPlace.map(({ parameter }) => parameter)
  try {
    if (clock.nowMs() > untilMs) throw new Error('there was no time left')
    const [found, templates] = await allOf([
      ask(() => aliases.readAll({ account, region }, parameters)),
      uses.launchTemplatesOf({ account, region }, parameters),
    ])
    return inPlace.map(place => ({
      place,
      alias: {
        ...place,
        reading: readingOf(found.get(place.parameter)),
        templates: templates.known
          ? { known: true, value: (templates.value.get(place.parameter) ?? []).map(({ name }) => name) }
          : templates,
      },
    }))
  } catch (error) {
    log.warn('Aliases could not be read.', { account, region, why: String(error) })
    const why = error instanceof Error ? error.message : String(error)
    return inPlace.map(place => ({
      place,
      alias: { ...place, reading: { kind: 'unread', why }, templates: { known: false, why } },
    }))
  }
}
