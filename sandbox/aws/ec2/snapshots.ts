import type { DeleteSnapshotReturnCode, SnapshotReturnCodes } from '@aws-sdk/client-ec2'
import type { Call, Ec2World } from './action.ts'
import { Ec2Error } from './errors.ts'
import { isPresent, type StoredSnapshot, snapshotIdsOf } from './fleet.ts'
import { deletionOf } from './permissions.ts'
import { decideRecycled, isInRecycleBin } from './recycle-bin.ts'
import { isReadableBy } from './sharing.ts'

export const snapshotNotFound = (snapshotId: string): Ec2Error =>
  new Ec2Error('InvalidSnapshot.NotFound', `The snapshot '${snapshotId}' does not exist.`)

/** All snapshots of the caller's own, those in the Recycle Bin too. */
const findAll = (call: Call, world: Ec2World): StoredSnapshot[] =>
  world.fleet.snapshots.filter(stored => stored.account === call.account && stored.region === call.region)

/** Of the caller's own account alone. */
export const findOwnSnapshots = (call: Call, world: Ec2World): StoredSnapshot[] =>
  findAll(call, world).filter(stored => stored.recycled === undefined)

/** Those that the caller can see: its own, and those that are shared with it. */
export const findVisibleSnapshots = (call: Call, world: Ec2World): StoredSnapshot[] =>
  world.fleet.snapshots.filter(
    stored =>
      stored.region === call.region && stored.recycled === undefined && isReadableBy(stored, call.account),
  )

/** The snapshot, if the caller owns it: only the owner may share a snapshot. */
export const findOwnSnapshot = (call: Call, world: Ec2World, snapshotId: string): StoredSnapshot => {
  const stored = findVisibleSnapshots(call, world).find(({ snapshot }) => snapshot.SnapshotId === snapshotId)
  if (!stored) throw snapshotNotFound(snapshotId)
  if (stored.account === call.account) return stored
  throw new Ec2Error('AuthFailure', `Not authorized for snapshot:${snapshotId}`)
}

export const findRecycledSnapshots = (call: Call, world: Ec2World): StoredSnapshot[] =>
  findAll(call, world).filter(stored => isInRecycleBin(stored, world.clock.nowMs()))

/** How DeregisterImage reports a refused DeleteSnapshot. */
const toReturnCode = (error = 'InternalError'): SnapshotReturnCodes => {
  if (error === 'UnauthorizedOperation') return 'missing-permissions'
  return /^(Internal|ServiceUnavailable|Unavailable|RequestLimitExceeded)/.test(error)
    ? 'internal-error'
    : 'client-error'
}

const deleteOne = (snapshotId: string, call: Call, world: Ec2World): SnapshotReturnCodes => {
  const { fleet } = world
  // A snapshot that another image uses stays.
  if (fleet.images.some(other => isPresent(other) && snapshotIdsOf(other).includes(snapshotId))) {
    return 'skipped'
  }
  if (world.authorise(call, deletionOf(snapshotId, call, fleet)) !== undefined) return 'missing-permissions'
  const fault = world.faults.take('ec2', 'DeleteSnapshot')
  if (fault) return toReturnCode(fault.error)
  const found = findOwnSnapshots(call, world).find(({ snapshot }) => snapshot.SnapshotId === snapshotId)
  if (!found) return 'client-error'
  const recycled = decideRecycled(fleet, 'EBS_SNAPSHOT', found, found.snapshot.Tags, world.clock.nowMs())
  if (recycled) found.recycled = recycled
  else fleet.snapshots = fleet.snapshots.filter(other => other !== found)
  return 'success'
}

/** As DeregisterImage does with the image's snapshots: each has its own result. */
export const deleteSnapshot = (
  snapshotId: string,
  call: Call,
  world: Ec2World,
): DeleteSnapshotReturnCode => ({
  SnapshotId: snapshotId,
  ReturnCode: deleteOne(snapshotId, call, world),
})
