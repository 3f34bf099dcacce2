import { type Circuit, createCircuit } from '../../circuit.ts'
import type { Config } from '../../domain/config.ts'
import { familyKey, familyOfRecord, newestGood, patternsOf } from '../../domain/failures.ts'
import { imageKey } from '../../domain/image.ts'
import { type FamilyImage, type ImageRecord, stateOf } from '../../domain/record.ts'
import { allOf } from '../../in-parallel.ts'
import type { ImageRecords, Images, Log } from '../../ports.ts'
import { changeRecord } from '../../stored/change-image.ts'

interface Needs {
  images: Pick<Images, 'search'>
  ledger: ImageRecords
  config: Config
  log: Log
}

/** A batch may hold a thousand failures: only so many families are asked for. */
const FAMILIES_OF_A_BATCH = 5

/**
 * Looks up, for the failed images of one batch, what works instead. A bonus: where EC2 does not answer, or the batch holds more
 * families than are asked for, the card goes without.
 *
 * @returns writes it into the record of a failed image, and returns the record as it now is
 */
export const createSaveLastGood = ({ images, ledger, config, log }: Needs) => {
  const found = new Map<string, Promise<FamilyImage | undefined>>()
  const ask: Circuit = createCircuit()

  const find = async (record: ImageRecord): Promise<FamilyImage | undefined> => {
    const family = familyOfRecord(record, config)
    if (!family) return undefined
    const key = familyKey(family)
    if (!found.has(key) && found.size >= FAMILIES_OF_A_BATCH) return undefined
    const looked =
      found.get(key) ??
      ask(async () => {
        const { account, region } = family
        const patterns = patternsOf(family, config)
        const candidates = await allOf(patterns.map(pattern => images.search(account, region, pattern)))
        return newestGood(family, candidates.flat(), config)
      })
    found.set(key, looked)
    return looked
  }

  return async (record: ImageRecord): Promise<ImageRecord> => {
    if (stateOf(record) !== 'failed' || record.lastGood) return record
    const lastGood = await find(record).catch(error => {
      log.warn('The last good image of a family could not be looked up.', {
        image: imageKey(record),
        why: String(error),
      })
      return undefined
    })
    if (!lastGood) return record
    const { record: saved } = await changeRecord(ledger, record, now =>
      stateOf(now) === 'failed' ? { ...now, lastGood, rev: now.rev + 1 } : undefined,
    )
    return saved
  }
}
