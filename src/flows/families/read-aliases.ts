import { type Circuit, createCircuit } from '../../circuit.ts'
import type { AliasRule } from '../../domain/alias.ts'
import type { Config } from '../../domain/config.ts'
import type { AliasReading, ReadAlias } from '../../domain/family-overview.ts'
import { groupBy } from '../../domain/group-by.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Aliases, Clock, Log, ParameterNow } from '../../ports.ts'

export interface ReadAliasesNeeds {
  aliases: Pick<Aliases, 'readAll'>
  config: Config
  clock: Clock
  log: Log
}

const PLACES_AT_ONCE = 16
/** What is not begun by then is not read: a person waits, and the function has a minute. */
const BEGIN_WITHIN_MS = 20_000

const readingOf = (now: ParameterNow | undefined): AliasReading => {
  if (now === undefined) return { kind: 'none' }
  return now.dataType === 'aws:ec2:image'
    ? { kind: 'image', imageId: now.value }
    : { kind: 'other', dataType: now.dataType }
}

/**
 * Reads what the aliases of a family name, in each of their accounts and regions, with one call for each; an account that fails
 * three times in a row is asked no more. What cannot be read says why.
 *
 * @returns alias by alias in the config's order, each in the order of its places
 */
export const readAliases = async (needs: ReadAliasesNeeds, family: string): Promise<ReadAlias[]> => {
  const { aliases, config, clock, log } = needs
  const rules: readonly AliasRule[] = Object.hasOwn(config.families, family)
    ? (config.families[family]?.aliases ?? [])
    : []
  const wanted = rules.flatMap(({ name: alias, parameter, in: places }) =>
    places.map(({ account, region }) => ({ family, alias, parameter, account, region })),
  )
  const untilMs = clock.nowMs() + BEGIN_WITHIN_MS
  const circuits = new Map<string, Circuit>()
  const readings = new Map<(typeof wanted)[number], AliasReading>()
  const places = [...groupBy(wanted, ({ account, region }) => `${account}/${region}`).values()]
  await inParallel(places, PLACES_AT_ONCE, async inPlace => {
    const [{ account, region } = { account: '', region: '' }] = inPlace
    const ask = circuits.get(account) ?? createCircuit()
    circuits.set(account, ask)
    const parameters = inPlace.map(({ parameter }) => parameter)
    try {
      if (clock.nowMs() > untilMs) throw new Error('there was no time left')
      const found = await ask(() => aliases.readAll({ account, region }, parameters))
      for (const one of inPlace) readings.set(one, readingOf(found.get(one.parameter)))
    } catch (error) {
      log.warn('Aliases could not be read.', { family, account, region, why: String(error) })
      const why = error instanceof Error ? error.message : String(error)
      for (const one of inPlace) readings.set(one, { kind: 'unread', why })
    }
  })
  return wanted.map(one => ({ ...one, reading: readings.get(one) ?? { kind: 'unread', why: 'not asked' } }))
}
