import type { DescribeSnapshotAttributeResult } from '@aws-sdk/client-ec2'
import { type Action, requireText } from '../action.ts'
import { invalidValue } from '../errors.ts'
import { findOwnSnapshot } from '../snapshots.ts'

export const DescribeSnapshotAttribute: Action = {
  validate(query) {
    requireText(query, 'SnapshotId')
    const attribute = requireText(query, 'Attribute')
    if (attribute !== 'createVolumePermission') throw invalidValue('attribute', attribute)
  },
  authorise: (call, world) => void findOwnSnapshot(call, world, requireText(call.query, 'SnapshotId')),
  run(call, world): DescribeSnapshotAttributeResult {
    const { snapshot, createVolumePermissions = [] } = findOwnSnapshot(
      call,
      world,
      requireText(call.query, 'SnapshotId'),
    )
    return { SnapshotId: snapshot.SnapshotId, CreateVolumePermissions: createVolumePermissions }
  },
}
