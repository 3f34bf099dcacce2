import type { DeleteSnapshotReturnCode, DeregisterImageResult } from '@aws-sdk/client-ec2'
import { type Action, type Call, type Ec2World, findOwnImage } from '../action.ts'
import { Ec2Error } from '../errors.ts'
import { isPresent, type StoredImage, snapshotIdsOf } from '../fleet.ts'
import { decideRetentionMs } from '../recycle-bin.ts'
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

/** A snapshot that another image uses stays; so does one that the caller may not delete. */
const deleteSnapshot = (snapshotId: string, call: Call, world: Ec2World): DeleteSnapshotReturnCode => {
  const { fleet } = world
  if (fleet.images.some(other => isPresent(other) && snapshotIdsOf(other).includes(snapshotId))) {
    return { SnapshotId: snapshotId, ReturnCode: 'skipped' }
  }
  const fault = world.faults.take('ec2', 'DeleteSnapshot')
  if (fault) {
    const refused = fault.error === 'UnauthorizedOperation'
    return { SnapshotId: snapshotId, ReturnCode: refused ? 'missing-permissions' : 'internal-error' }
  }
  fleet.snapshots = fleet.snapshots.filter(
    stored => stored.snapshot.SnapshotId !== snapshotId || stored.region !== call.region,
  )
  return { SnapshotId: snapshotId, ReturnCode: 'success' }
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
    const retentionMs = decideRetentionMs(world.fleet, stored)
    if (retentionMs === undefined) stored.goneAtMs = nowMs
    else stored.recycled = { enteredAtMs: nowMs, exitsAtMs: nowMs + retentionMs }
    const wanted = call.query.flag('DeleteAssociatedSnapshots') ? snapshotIdsOf(stored) : []
    const results = wanted.map(snapshotId => deleteSnapshot(snapshotId, call, world))
    // The Recycle Bin keeps the image as it was, so its state stays; what is gone for good is deregistered.
    if (retentionMs === undefined) stored.image.State = 'deregistered'
    world.stateChanges.announce(stored, 'deregistered', call.requestId)
    return { Return: true, DeleteSnapshotResults: results }
  },
}
