import type { ListSnapshotsInRecycleBinResult } from '@aws-sdk/client-ec2'
import type { Action } from '../action.ts'
import { readPage, validatePage } from '../pages.ts'
import { findRecycledSnapshots, snapshotNotFound } from '../snapshots.ts'

const PAGE_AT_MOST = 1_000

export const ListSnapshotsInRecycleBin: Action = {
  validate: query => validatePage(query, PAGE_AT_MOST),
  run(call, world): ListSnapshotsInRecycleBinResult {
    const snapshotIds = call.query.list('SnapshotId')
    const kept = findRecycledSnapshots(call, world)
    const unknown = snapshotIds.find(id => !kept.some(({ snapshot }) => snapshot.SnapshotId === id))
    if (unknown !== undefined) throw snapshotNotFound(unknown)
    const wanted = kept.filter(
      ({ snapshot }) => snapshotIds.length === 0 || snapshotIds.includes(snapshot.SnapshotId),
    )
    const { items, NextToken } = readPage(wanted, call.query)
    return {
      Snapshots: items.map(({ snapshot, recycled }) => ({
        SnapshotId: snapshot.SnapshotId,
        Description: snapshot.Description,
        VolumeId: snapshot.VolumeId,
        ...(recycled && {
          RecycleBinEnterTime: new Date(recycled.enteredAtMs),
          RecycleBinExitTime: new Date(recycled.exitsAtMs),
        }),
      })),
      ...(NextToken !== undefined && { NextToken }),
    }
  },
}
