import type { RestoreImageFromRecycleBinResult } from '@aws-sdk/client-ec2'
import { type Action, type Call, type Ec2World, requireImageId } from '../action.ts'
import { Ec2Error, notFound } from '../errors.ts'
import { type StoredImage, snapshotIdsOf } from '../fleet.ts'
import { isInRecycleBin } from '../recycle-bin.ts'
import { findOwnSnapshots, snapshotNotFound } from '../snapshots.ts'
import { validateImageId } from '../validations/image-id.ts'

const findKept = (call: Call, world: Ec2World): StoredImage => {
  const imageId = requireImageId(call.query)
  const found = world.fleet.images.find(
    stored =>
      stored.image.ImageId === imageId &&
      stored.account === call.account &&
      stored.region === call.region &&
      isInRecycleBin(stored, world.clock.nowMs()),
  )
  if (!found) throw notFound([imageId])
  return found
}

/** Snapshots that are in the Recycle Bin too have to be restored and complete first. */
const refuseWithoutSnapshots = (stored: StoredImage, call: Call, world: Ec2World): void => {
  const own = findOwnSnapshots(call, world)
  for (const snapshotId of snapshotIdsOf(stored)) {
    const found = own.find(({ snapshot }) => snapshot.SnapshotId === snapshotId)
    if (!found) throw snapshotNotFound(snapshotId)
    if (found.snapshot.State === 'completed') continue
    throw new Ec2Error(
      'IncorrectState',
      `The snapshot '${snapshotId}' is ${found.snapshot.State}. Try again once it is completed.`,
    )
  }
}

/** Sharing comes back with the image; its snapshots must be there. No event is documented for it. */
export const RestoreImageFromRecycleBin: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findKept(call, world),
  run(call, world): RestoreImageFromRecycleBinResult {
    const stored = findKept(call, world)
    refuseWithoutSnapshots(stored, call, world)
    delete stored.recycled
    return { Return: true }
  },
}
