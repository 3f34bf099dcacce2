import type { RestoreImageFromRecycleBinResult } from '@aws-sdk/client-ec2'
import { type Action, type Call, type Ec2World, requireImageId } from '../action.ts'
import { Ec2Error, notFound } from '../errors.ts'
import { type StoredImage, snapshotIdsOf } from '../fleet.ts'
import { isInRecycleBin } from '../recycle-bin.ts'
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

/** Sharing comes back with the image; its snapshots must be there. No event is documented for it. */
export const RestoreImageFromRecycleBin: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findKept(call, world),
  run(call, world): RestoreImageFromRecycleBinResult {
    const stored = findKept(call, world)
    const missing = snapshotIdsOf(stored).find(
      snapshotId => !world.fleet.snapshots.some(({ snapshot }) => snapshot.SnapshotId === snapshotId),
    )
    if (missing !== undefined) {
      throw new Ec2Error('InvalidSnapshot.NotFound', `The snapshot '${missing}' does not exist.`)
    }
    delete stored.recycled
    return { Return: true }
  },
}
