import { imageKey } from '../../domain/image.ts'
import { asksForLaunchability, type LaunchSummary, summaryOf } from '../../domain/launchability.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import type { Sharing } from '../../domain/sharing.ts'
import type { ImageRecords, Images, Log } from '../../ports.ts'
import { changeRecord } from '../../stored/change-image.ts'
import { gatherLaunches, type LaunchNeeds } from './gather-launchability.ts'

export interface SaveLaunchesNeeds extends LaunchNeeds {
  images: Pick<Images, 'sharing'>
  ledger: ImageRecords
  log: Log
}

/** The most images of a batch for which it is looked up who could launch them: each takes one call or more. */
export const LAUNCHES_OF_A_BATCH = 5

const isSame = (a: LaunchSummary | undefined, b: LaunchSummary | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/**
 * Looks up whether those who have access to an encrypted image could launch it, and saves it for the card. For an image that is not
 * encrypted nothing is read; for one that is not shared, only its launch permissions. If EC2 does not answer, the record stays as it is.
 *
 * @param given who has access, where that was read a moment ago
 * @returns the record as it now is
 */
export const saveLaunches = async (
  needs: SaveLaunchesNeeds,
  record: ImageRecord,
  given?: Sharing,
): Promise<ImageRecord> => {
  const { images, ledger, log } = needs
  const { facts } = record
  const isEncrypted = facts?.snapshots.some(({ encrypted }) => encrypted) === true
  if (!facts || !isEncrypted || stateOf(record) !== 'available') return record
  try {
    const sharing = given ?? (await images.sharing(record))
    const launches = asksForLaunchability(facts, sharing)
      ? summaryOf((await gatherLaunches(needs, record, facts, { known: true, value: sharing })).launches)
      : undefined
    const saved = await changeRecord(ledger, record, now => {
      if (isSame(now.launches, launches)) return undefined
      const { launches: _before, ...rest } = now
      return { ...rest, ...(launches && { launches }), rev: now.rev + 1 }
    })
    return saved.record
  } catch (error) {
    log.warn('Whether an image can be launched where it is shared could not be looked up.', {
      image: imageKey(record),
      why: String(error),
    })
    return record
  }
}
