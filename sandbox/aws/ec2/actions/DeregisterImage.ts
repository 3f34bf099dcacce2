import type { DeregisterImageResult } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage } from '../action.ts'
import { Ec2Error } from '../errors.ts'
import { type StoredImage, snapshotIdsOf } from '../fleet.ts'
import { decideRecycled } from '../recycle-bin.ts'
import { deleteSnapshot } from '../snapshots.ts'
import { validateImageId } from '../validations/image-id.ts'

const refuseProtected = (stored: StoredImage, nowMs: number): void => {
  const protection = stored.image.DeregistrationProtection ?? 'disabled'
  const coolingDown = stored.protectedUntilMs !== undefined && stored.protectedUntilMs > nowMs
  if (!protection.startsWith('enabled') && !coolingDown) return
  throw new Ec2Error(
    'OperationNotPermitted',
    `The AMI ${stored.image.ImageId} cannot be deregistered because deregistration protection is enabled.`,
  )
}

/** The image is gone even if deleting its snapshots fails. */
export const DeregisterImage: Action = {
  validate: validateImageId,
  authorise(call, world) {
    const stored = findOwnImage(call, world)
    if (stored.image.ImageOwnerAlias === 'aws-backup-vault') {
      throw new Ec2Error('AuthFailure', `Not authorized for image:${stored.image.ImageId}`)
    }
  },
  run(call, world): DeregisterImageResult {
    const stored = findOwnImage(call, world)
    const nowMs = world.clock.nowMs()
    refuseProtected(stored, nowMs)
    const recycled = decideRecycled(world.fleet, 'EC2_IMAGE', stored, stored.image.Tags, nowMs)
    if (recycled) stored.recycled = recycled
    else stored.goneAtMs = nowMs
    const wanted = call.query.flag('DeleteAssociatedSnapshots') ? snapshotIdsOf(stored) : []
    const results = wanted.map(snapshotId => deleteSnapshot(snapshotId, call, world))
    // The Recycle Bin keeps an image with its state. An image that is not kept is deregistered.
    if (!recycled) stored.image.State = 'deregistered'
    world.stateChanges.announce(stored, 'deregistered', call.requestId)
    return { Return: true, DeleteSnapshotResults: results }
  },
}
