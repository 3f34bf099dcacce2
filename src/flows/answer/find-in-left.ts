import type { AccountRegion } from '../../domain/alias.ts'
import type { ImageCommand } from '../../domain/command.ts'
import type { Config } from '../../domain/config.ts'
import { isMatch } from '../../domain/glob.ts'
import type { ImageRef } from '../../domain/image.ts'
import { isImageId } from '../../domain/pasted.ts'
import { inParallel } from '../../in-parallel.ts'
import type { FleetScans, ImageRecords, Log, Names } from '../../ports.ts'
import { PLACES_AT_ONCE } from '../lists/places.ts'
import { locateImage } from '../steps/locate-image.ts'

interface Needs {
  ledger: Pick<ImageRecords, 'readImages'> & Pick<FleetScans, 'readFleet'> & Pick<Names, 'readGone'>
  config: Config
  log: Log
}

/** Of each of them two items are read for a name. The last ones to leave are asked for most. */
const MOST_PLACES = 100

/**
 * An image that the ledger knows, of an account that left the organization: by its id, or by its name as the last scan or its deregistration
 * left it.
 */
export const findInLeft = async (
  needs: Needs,
  { target }: Pick<ImageCommand, 'target'>,
): Promise<ImageRef | undefined> => {
  const { left = [], organization } = needs.config
  if (!organization || left.length === 0) return undefined
  const places = left.flatMap(({ id: account }) => organization.regions.map(region => ({ account, region })))
  if (!isImageId(target)) return findByName(needs, places.slice(0, MOST_PLACES), target)
  const [place] = await locateImage(needs, places, target)
  return place && { ...place, imageId: target }
}

/** Optional: where the ledger does not answer, nothing is found. */
const findByName = async (
  { ledger, log }: Needs,
  places: readonly AccountRegion[],
  target: string,
): Promise<ImageRef | undefined> => {
  const pattern = /[*?]/.test(target) ? target : `*${target}*`
  const found = new Map<AccountRegion, ImageRef>()
  try {
    await inParallel(places, PLACES_AT_ONCE, async place => {
      if (found.size > 0) return
      const [fleet, gone] = await Promise.all([ledger.readFleet(place), ledger.readGone(place, pattern)])
      const live = [...(fleet ?? [])].find(([, { facts }]) => isMatch(pattern, facts?.name ?? ''))
      const image = live ? { ...place, imageId: live[0] } : gone[0]
      if (image) found.set(place, image)
    })
  } catch (error) {
    log.warn('Images of accounts that left could not be read from the ledger.', { why: String(error) })
  }
  return places.flatMap(place => found.get(place) ?? [])[0]
}
