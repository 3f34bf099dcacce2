import type { RestoreSnapshotFromRecycleBinResult } from '@aws-sdk/client-ec2'
import { type Action, type Call, type Ec2World, requireText } from '../action.ts'
import type { StoredSnapshot } from '../fleet.ts'
import { findRecycledSnapshots, snapshotNotFound } from '../snapshots.ts'

const findKept = (call: Call, world: Ec2World): StoredSnapshot => {
  const snapshotId = requireText(call.query, 'SnapshotId')
  const found = findRecycledSnapshots(call, world).find(({ snapshot }) => snapshot.SnapshotId === snapshotId)
  if (!found) throw snapshotNotFound(snapshotId)
  return found
}

/** It is listed at once, and can be used once it is complete. */
export const RestoreSnapshotFromRecycleBin: Action = {
  validate: query => void requireText(query, 'SnapshotId'),
  authorise: (call, world) => void findKept(call, world),
  run(call, world): RestoreSnapshotFromRecycleBinResult {
    const stored = findKept(call, world)
    delete stored.recycled
    stored.snapshot.State = 'recovering'
    world.stateChanges.recover(stored)
    const { SnapshotId, Description, Encrypted, OwnerId, Progress, StartTime, State, VolumeId, VolumeSize } =
      stored.snapshot
    return { SnapshotId, Description, Encrypted, OwnerId, Progress, StartTime, State, VolumeId, VolumeSize }
  },
}
