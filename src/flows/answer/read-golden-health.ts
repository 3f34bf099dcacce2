import type { AliasPlace } from '../../domain/alias.ts'
import { type AliasHealth, aliasHealthOf, type CheckedAlias } from '../../domain/alias-health.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import type { Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { ImageRef } from '../../domain/image.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Aliases, FleetScans, Log } from '../../ports.ts'
import { readingOf } from '../families/read-aliases.ts'

export interface GoldenHealthNeeds {
  aliases: Pick<Aliases, 'readAll'>
  ledger: Pick<FleetScans, 'readFleet'>
  config: Config
  log: Log
}

/** What is worth a look besides amiops itself. */
export interface GoldenHealth {
  aliases: AliasHealth
  /** Everybody can launch them, as the last scans found. */
  public: readonly (ImageRef & { name?: string })[]
}

const PLACES_AT_ONCE = 16

/** Checks all aliases of the config, and finds what is public: 1 what each parameter is now 2 what the scans know of those images, and
 * which images are public. */
export const readGoldenHealth = async (needs: GoldenHealthNeeds): Promise<GoldenHealth> => {
  const { ledger, config } = needs
  // 1 what each parameter is now
  const checked = await checkAliases(needs, aliasPlacesIn(config))
  // 2 what the scans know
  const wanted = new Set(
    checked.flatMap(({ region, reading }) =>
      reading.kind === 'image' ? [`${region}/${reading.imageId}`] : [],
    ),
  )
  const names = new Map<string, string>()
  const isPublic: GoldenHealth['public'][number][] = []
  await inParallel(placesIn(config), PLACES_AT_ONCE, async place => {
    for (const [imageId, { facts, public: since }] of (await ledger.readFleet(place)) ?? []) {
      const name = facts?.name
      const key = `${place.region}/${imageId}`
      if (name !== undefined && wanted.has(key)) names.set(key, name)
      if (since) isPublic.push({ ...place, imageId, ...(name !== undefined && { name }) })
    }
  })
  return {
    aliases: aliasHealthOf(checked, (region, imageId) => names.get(`${region}/${imageId}`)),
    public: isPublic,
  }
}

const checkAliases = async (
  { aliases, log }: GoldenHealthNeeds,
  places: readonly AliasPlace[],
): Promise<CheckedAlias[]> => {
  const checked = new Map<AliasPlace, CheckedAlias>()
  await inParallel([...groupBy(places, placeKey).values()], PLACES_AT_ONCE, async inPlace => {
    const [{ account, region } = { account: '', region: '' }] = inPlace
    try {
      const parameters = inPlace.map(({ parameter }) => parameter)
      const read = await aliases.readAll({ account, region }, parameters)
      for (const place of inPlace)
        checked.set(place, { ...place, reading: readingOf(read.get(place.parameter)) })
    } catch (error) {
      log.warn('Aliases could not be read.', { account, region, why: String(error) })
      for (const place of inPlace)
        checked.set(place, { ...place, reading: { kind: 'unread', why: errorName(error) } })
    }
  })
  return places.flatMap(place => checked.get(place) ?? [])
}
