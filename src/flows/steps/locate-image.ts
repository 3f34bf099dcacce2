import type { AccountRegion } from '../../domain/alias.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecords, Log } from '../../ports.ts'

/**
 * Where the ledger knows an image: each scan and each event leaves a record of it. One call reads the records of a hundred places, where
 * EC2 would be asked in each of them.
 *
 * @returns none where it is not known, or the ledger does not answer: then EC2 is asked everywhere
 */
export const locateImage = async (
  { ledger, log }: { ledger: Pick<ImageRecords, 'readImages'>; log: Log },
  places: readonly AccountRegion[],
  imageId: string,
): Promise<AccountRegion[]> => {
  try {
    const refs = places.map(({ account, region }) => ({ account, region, imageId }))
    const records = await ledger.readImages(refs)
    return places.filter((_, at) => {
      const ref = refs[at]
      const record = ref && records.get(imageKey(ref))
      return record?.facts !== undefined || record?.lastEvent !== undefined
    })
  } catch (error) {
    log.warn('Where an image is could not be read from the ledger.', { imageId, why: String(error) })
    return []
  }
}
