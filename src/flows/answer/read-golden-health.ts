import { type AliasPlace, aliasPlaceKey } from '../../domain/alias.ts'
import { type AliasHealth, aliasHealthOf, type CheckedAlias } from '../../domain/alias-health.ts'
import { aliasPlacesIn } from '../../domain/alias-places.ts'
import type { Config } from '../../domain/config.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { ImageRef } from '../../domain/image.ts'
import { aliasListKey, seenReadingOf } from '../../domain/seen-alias.ts'
import { inParallel } from '../../in-parallel.ts'
import type { FleetScans, Places, SeenAliases } from '../../ports.ts'

export interface GoldenHealthNeeds {
  ledger: Pick<FleetScans, 'readFleet'> & Pick<SeenAliases, 'readSeenAliases'> & Pick<Places, 'readPlaces'>
  config: Config
}

/** What is worth a look besides amiops itself. */
export interface GoldenHealth {
  aliases: AliasHealth
  /** Everybody can launch them, as the last scans found. */
  public: readonly (ImageRef & { name?: string })[]
}

const PLACES_AT_ONCE = 16

/**
 * Checks all aliases of the config, and finds what is public, by what scans and events left in the ledger: no account is asked, so none
 * that does not answer is waited for. 1 what each parameter was 2 what the scans know of those images, and which images are public.
 */
export const readGoldenHealth = async (needs: GoldenHealthNeeds): Promise<GoldenHealth> => {
  const { ledger, config } = needs
  // 1 what each parameter was
  const all = aliasPlacesIn(config)
  const checked = await readSeen(needs, all)
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
    aliases: {
      ...aliasHealthOf(checked, (region, imageId) => names.get(`${region}/${imageId}`)),
      unread: all.length - checked.length,
    },
    public: isPublic,
  }
}

/** @returns those that amiops has looked at */
const readSeen = async (
  { ledger }: GoldenHealthNeeds,
  all: readonly AliasPlace[],
): Promise<CheckedAlias[]> => {
  const [seen, places] = await Promise.all([ledger.readSeenAliases(all), ledger.readPlaces()])
  const scans = new Map(places.map(place => [placeKey(place), place.scan?.aliases]))
  return [...groupBy(all, placeKey)].flatMap(([key, inPlace]) => {
    const scan = scans.get(key)
    const wasRead = scan?.of === aliasListKey(inPlace.map(({ parameter }) => parameter))
    return inPlace.flatMap(place => {
      const reading =
        scan?.failure === undefined
          ? seenReadingOf(seen.get(aliasPlaceKey(place)), wasRead)
          : { kind: 'unread' as const, why: scan.failure }
      return reading ? [{ ...place, reading }] : []
    })
  })
}
