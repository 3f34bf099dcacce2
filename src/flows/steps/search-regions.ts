import type { Config } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { placeKey, placesIn } from '../../domain/fleet.ts'
import type { Copy } from '../../domain/promotion.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Images, Log } from '../../ports.ts'

interface Needs {
  images: Pick<Images, 'search'>
  config: Config
  log: Log
}

/** Each account has limits of its own, and a person waits. */
const PLACES_AT_ONCE = 48

/**
 * The images whose names fit one of these patterns, in these regions of all configured accounts.
 *
 * @returns `unread`: why EC2 did not answer, by the key of the account and region
 */
export const searchRegions = async (
  { images, config, log }: Needs,
  patterns: readonly string[],
  regions: ReadonlySet<string>,
): Promise<{ found: Copy[]; unread: ReadonlyMap<string, string> }> => {
  const found: Copy[] = []
  const unread = new Map<string, string>()
  await inParallel(
    placesIn(config).filter(({ region }) => regions.has(region)),
    PLACES_AT_ONCE,
    async place => {
      try {
        for (const pattern of patterns)
          found.push(...(await images.search(place.account, place.region, pattern)))
      } catch (error) {
        log.warn('Images could not be looked up by name.', { ...place, why: String(error) })
        unread.set(placeKey(place), errorName(error))
      }
    },
  )
  return { found, unread }
}
