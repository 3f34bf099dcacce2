import type { AccountRegion } from '../../domain/alias.ts'
import type { Config } from '../../domain/config.ts'
import { placesIn } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { Copy } from '../../domain/promotion.ts'
import { inParallel } from '../../in-parallel.ts'
import type { ImageRecords, Images, Log } from '../../ports.ts'
import { locateImage } from '../steps/locate-image.ts'

interface Needs {
  images: Pick<Images, 'describe'>
  ledger: Pick<ImageRecords, 'readImages'>
  config: Config
  log: Log
}

/** Each account has limits of its own, and a person waits. */
const PLACES_AT_ONCE = 48
const IDS_AT_ONCE = 8

/**
 * These images of a region, by their ids: 1 in the account itself 2 else where the ledger knows them, 3 and those that it does not know
 * in the configured accounts that may share them. Throws where EC2 does not answer for the account itself.
 */
export const findByIds = async (
  needs: Needs,
  { account, region }: AccountRegion,
  imageIds: readonly string[],
): Promise<ReadonlyMap<string, Copy>> => {
  const { images, config, log } = needs
  const found = new Map<string, Copy>()
  const look = async (of: string, ids: readonly string[]): Promise<void> => {
    for (const [imageId, facts] of await images.describe(of, region, ids))
      found.set(imageId, { image: { account: of, region, imageId }, facts })
  }
  const lookElsewhere = (ids: ReadonlyMap<string, readonly string[]>): Promise<void> =>
    inParallel([...ids], PLACES_AT_ONCE, async ([of, some]) => {
      try {
        await look(of, some)
      } catch (error) {
        log.warn('An image could not be looked for in another account.', {
          account: of,
          region,
          why: String(error),
        })
      }
    })
  // 1 in the account itself
  await look(account, imageIds)
  const missing = imageIds.filter(id => !found.has(id))
  const others = placesIn(config).filter(one => one.region === region && one.account !== account)
  if (missing.length === 0 || others.length === 0) return found
  // 2 where the ledger knows them
  const known: { id: string; account: string }[] = []
  await inParallel(missing, IDS_AT_ONCE, async id => {
    for (const place of await locateImage(needs, others, id)) known.push({ id, account: place.account })
  })
  const byAccount = groupBy(known, one => one.account)
  await lookElsewhere(new Map([...byAccount].map(([of, some]) => [of, some.map(({ id }) => id)])))
  // 3 those that it does not know
  const unknown = missing.filter(id => !known.some(one => one.id === id))
  if (unknown.length > 0) await lookElsewhere(new Map(others.map(one => [one.account, unknown])))
  return found
}
