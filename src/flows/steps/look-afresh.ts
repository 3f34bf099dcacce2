import { applyLook } from '../../domain/apply-look.ts'
import { errorName } from '../../domain/error-name.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import type { Clock, ImageRecords, Images, Log } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { lookInRecycleBin } from './look-in-recycle-bin.ts'

export interface LookNeeds {
  images: Pick<Images, 'describe' | 'recycled'>
  ledger: ImageRecords
  clock: Clock
  log: Log
}

export type Looked =
  | {
      ok: true
      /** As the ledger has it. */
      before: ImageRecord
      /** With what was seen; not written. */
      record: ImageRecord
      /** Writes what was seen into a record. */
      apply: (record: ImageRecord) => ImageRecord
      /** EC2 does not have it, and did not say whether the Recycle Bin does: the name of the error. */
      recycleBinUnread?: string
    }
  | { ok: false; why: string }

const same = (record: ImageRecord): ImageRecord => record

/** Looks at one image in EC2, and in the Recycle Bin if EC2 does not have it. If EC2 cannot be asked, nothing may be changed. */
export const lookAfresh = async (needs: LookNeeds, image: ImageRef): Promise<Looked> => {
  const { images, ledger, clock, log } = needs
  try {
    // Read before EC2 is asked, so that whatever is recorded later is newer than EC2's answer.
    const record = await readImage(ledger, image)
    const nowMs = clock.nowMs()
    const live = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
    /** An event that was recorded since EC2 was asked is newer than EC2's answer. */
    const isAnswerOld = ({ lastEvent }: ImageRecord): boolean =>
      lastEvent !== undefined &&
      lastEvent.eventId !== record.lastEvent?.eventId &&
      lastEvent.state !== (live?.state ?? 'deregistered')
    const bin = live ? undefined : await lookInRecycleBin(needs, record)
    const apply = (now: ImageRecord): ImageRecord =>
      isAnswerOld(now) ? now : (bin?.apply ?? same)(applyLook(now, live, nowMs))
    const recycleBinUnread = bin?.unread
    return {
      ok: true,
      before: record,
      record: apply(record),
      apply,
      ...(recycleBinUnread && { recycleBinUnread }),
    }
  } catch (error) {
    log.warn('EC2 could not be asked about an image.', {
      image: imageKey(image),
      why: String(error),
    })
    return { ok: false, why: errorName(error) }
  }
}
