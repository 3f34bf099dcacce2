import type { Config } from '../../domain/config.ts'
import { type Family, familyKey, familyOfRecord, withSuperseded } from '../../domain/failures.ts'
import type { FamilyImage } from '../../domain/record.ts'
import type { RecordedEvent } from '../../domain/recorded-event.ts'
import type { Failures, ImageRecords } from '../../ports.ts'
import { changeImage } from '../../stored/change-image.ts'
import { type ShowNeeds, showRecord } from '../cards/show.ts'

interface Needs extends ShowNeeds {
  ledger: ImageRecords & Failures
}

/** The schedule updates the cards of all others. */
const CARDS_OF_A_BATCH = 5

/** Marks the failed images whose family has a newer good image now. */
export const supersedeFailures = async (needs: Needs, announced: readonly RecordedEvent[]): Promise<void> => {
  const goods = newestOfFamilies(announced, needs.config)
  if (goods.size === 0) return
  const failed = await needs.ledger.readFailed([...goods.values()].map(({ family }) => family))
  let shown = 0
  for (const { family, image } of failed) {
    const good = goods.get(familyKey(family))?.good
    if (!good) continue
    const { record, changed } = await changeImage(needs.ledger, image, now => withSuperseded(now, good))
    if (changed && record.cards.length > 0 && shown++ < CARDS_OF_A_BATCH) await showRecord(needs, record)
  }
}

const newestOfFamilies = (
  announced: readonly RecordedEvent[],
  config: Config,
): ReadonlyMap<string, { family: Family; good: FamilyImage }> => {
  const goods = new Map<string, { family: Family; good: FamilyImage }>()
  for (const { event, record, meaning } of announced) {
    const family = familyOfRecord(record, config)
    const { name, createdAtMs: atMs } = record.facts ?? {}
    // A revoked image can be enabled outside amiops.
    const isGood =
      event.state === 'available' && (meaning === 'new' || meaning === 'redelivered') && !record.revoked
    if (!isGood || !family || name === undefined || atMs === undefined) continue
    const known = goods.get(familyKey(family))
    if (!known || known.good.atMs < atMs)
      goods.set(familyKey(family), { family, good: { imageId: event.imageId, name, atMs } })
  }
  return goods
}
