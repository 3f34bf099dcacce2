import type { BlockDeviceMapping, RegisterImageResult } from '@aws-sdk/client-ec2'
import { type Action, type Call, type Ec2World, requireText } from '../action.ts'
import { addPendingImage, readTags, refuseTakenName, requireImageName } from '../new-image.ts'
import type { Query } from '../query.ts'
import { findOwnSnapshots, snapshotNotFound } from '../snapshots.ts'

const readDisks = (query: Query, call: Call, world: Ec2World): BlockDeviceMapping[] =>
  query.structures('BlockDeviceMapping').map(disk => {
    const SnapshotId = disk.text('Ebs.SnapshotId')
    const found = findOwnSnapshots(call, world).find(({ snapshot }) => snapshot.SnapshotId === SnapshotId)
    if (SnapshotId !== undefined && !found) throw snapshotNotFound(SnapshotId)
    return {
      DeviceName: disk.text('DeviceName'),
      Ebs: {
        SnapshotId,
        VolumeSize: Number(disk.text('Ebs.VolumeSize') ?? found?.snapshot.VolumeSize ?? 8),
        VolumeType: 'gp3',
        DeleteOnTermination: true,
        Encrypted: found?.snapshot.Encrypted ?? false,
      },
    }
  })

export const RegisterImage: Action = {
  validate(query) {
    requireImageName(query)
    if (query.text('ImageLocation') === undefined) requireText(query, 'RootDeviceName')
  },
  run(call, world): RegisterImageResult {
    const { query } = call
    const Name = requireText(query, 'Name')
    refuseTakenName(call, world, Name)
    const architecture = query.text('Architecture')
    const stored = addPendingImage(call, world, {
      Name,
      Description: query.text('Description'),
      Architecture: architecture === 'arm64' ? 'arm64' : 'x86_64',
      RootDeviceName: query.text('RootDeviceName'),
      Tags: readTags(query, 'image'),
      BlockDeviceMappings: readDisks(query, call, world),
    })
    world.stateChanges.settle(stored, call.requestId)
    return { ImageId: stored.image.ImageId }
  },
}
