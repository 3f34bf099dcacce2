import { errorName } from '../../domain/error-name.ts'
import { type ImageRef, imageKey } from '../../domain/image.ts'
import { changedAtMs, type ImageRecord, stateOf } from '../../domain/record.ts'
import {
  deletedSnapshotsOf,
  mayHaveLostSnapshots,
  withRecycleBinState,
} from '../../domain/recycle-bin-state.ts'
import type { Clock, Images, Log, Recycled } from '../../ports.ts'

interface Needs {
  images: Pick<Images, 'recycled'>
  clock: Clock
  log: Log
}

/** The Recycle Bin may show an image some time after its `deregistered` event. */
const LAGS_MS = 2 * 60_000

/**
 * Looks whether the Recycle Bin keeps an image that EC2 no longer has, and whether its snapshots are there or still in EC2:
 * without them it cannot be restored. If EC2 does not answer, what was known stays.
 *
 * @returns `apply` writes it into a record; `unread` is the name of the error where EC2 did not answer
 */
export const lookInRecycleBin = async (
  { images, clock, log }: Needs,
  record: ImageRecord,
): Promise<{ apply: (record: ImageRecord) => ImageRecord; unread?: string }> => {
  const image: ImageRef = record
  const deletedIds = deletedSnapshotsOf(record)
  const ownIds = (record.facts?.snapshots ?? []).map(({ snapshotId }) => snapshotId)
  const snapshotIds = [...new Set([...deletedIds, ...ownIds])]
  const isYoung = (now: ImageRecord): boolean => clock.nowMs() - changedAtMs(now) < LAGS_MS
  try {
    const found = await images.recycled(image, snapshotIds)
    return {
      apply: now => {
        if (found) return withFound(now, { found, snapshotIds, deletedIds, isYoung: isYoung(now) })
        return isYoung(now) && !now.recycled ? now : withRecycleBinState(now, 'image')
      },
    }
  } catch (error) {
    log.warn('EC2 did not tell whether the Recycle Bin keeps an image.', {
      image: imageKey(image),
      why: String(error),
    })
    return {
      apply: now => (isYoung(now) || now.recycled ? now : withRecycleBinState(now, 'unknown')),
      unread: errorName(error),
    }
  }
}

interface RecycleBinLook {
  found: Recycled
  /** All of the image's. */
  snapshotIds: readonly string[]
  /** Those that EC2 said it deleted. */
  deletedIds: readonly string[]
  /** EC2's lists may lag behind what happened. */
  isYoung: boolean
}

/** An image that was gone before amiops first looked at it: only the Recycle Bin describes it. */
const withFirstSight = (record: ImageRecord, name: string | undefined): ImageRecord =>
  record.facts === undefined && ['deregistered', undefined].includes(stateOf(record))
    ? {
        ...record,
        facts: { state: 'deregistered', tags: {}, snapshots: [], ...(name && { name }) },
        rev: record.rev + 1,
      }
    : record

const withFound = (
  before: ImageRecord,
  { found: { untilMs, snapshotIds: kept, lostIds, name }, snapshotIds, deletedIds, isYoung }: RecycleBinLook,
): ImageRecord => {
  const now = withFirstSight(before, name)
  const areDeletedKept = deletedIds.every(id => kept.includes(id))
  // All snapshots were there before, so one that has left the Recycle Bin since was restored by somebody.
  if (now.notRestorable === 'snapshots' || !(areDeletedKept || now.recycled))
    return withRecycleBinState(now, 'snapshots')
  if (!isYoung) return withRecycleBinState(now, lostIds.length > 0 ? 'snapshots' : untilMs)
  // Lists lag behind: a snapshot may still appear, or still disappear. The next look decides.
  const isUnclear = lostIds.length > 0 || (mayHaveLostSnapshots(now) && kept.length < snapshotIds.length)
  return isUnclear && !now.recycled ? now : withRecycleBinState(now, untilMs)
}
