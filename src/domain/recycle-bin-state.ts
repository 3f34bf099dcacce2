import { type ImageRecord, type NotRestorable, stateOf } from './record.ts'

/** An image that is back is no longer in the Recycle Bin, and its next deregistration is looked up again. */
export const withoutRecycleBinState = ({
  recycled: _left,
  notRestorable: _back,
  ...rest
}: ImageRecord): ImageRecord => rest

/** The snapshots that EC2 deleted together with the image. */
export const deletedSnapshotsOf = ({ request }: ImageRecord): string[] =>
  (request?.snapshots ?? []).filter(({ result }) => result === 'success').map(({ snapshotId }) => snapshotId)

/** Its snapshots were to be deleted with it, but EC2's answer, which lists each, was lost or has not come yet. */
export const mayHaveLostSnapshots = ({ request }: ImageRecord): boolean =>
  request?.action === 'deregister' &&
  request.options?.deleteSnapshots === true &&
  request.actedAtMs !== undefined &&
  request.snapshots === undefined

/** Deregistered, and it is not known yet whether it can be restored. */
export const needsRecycleBinLook = (record: ImageRecord): boolean =>
  stateOf(record) === 'deregistered' && !record.recycled && !record.notRestorable

/** Deregistered, and EC2 did not say, or does not show yet, whether it can be restored. */
export const isRestorableUnknown = (record: ImageRecord): boolean =>
  needsRecycleBinLook(record) || (stateOf(record) === 'deregistered' && record.notRestorable === 'unknown')

/** A deregistered image as the Recycle Bin has it: until when, or what is not there. */
export const withRecycleBinState = (record: ImageRecord, found: number | NotRestorable): ImageRecord => {
  const isKnown = record.notRestorable === found || record.recycled?.untilMs === found
  if (stateOf(record) !== 'deregistered' || isKnown) return record
  const changed = { ...withoutRecycleBinState(record), rev: record.rev + 1 }
  return typeof found === 'number'
    ? { ...changed, recycled: { untilMs: found } }
    : { ...changed, notRestorable: found }
}
