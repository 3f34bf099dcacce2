import type { BlockDeviceMapping, Image, Tag } from '@aws-sdk/client-ec2'
import type { StoredKey } from '../kms/stored-key.ts'
import type { Call, Ec2World } from './action.ts'
import { encryptionBy } from './encryption.ts'
import { Ec2Error } from './errors.ts'
import { isPresent, type StoredImage, type StoredSnapshot } from './fleet.ts'
import { createId } from './identifiers.ts'
import type { Query } from './query.ts'

const NAME = /^[a-zA-Z0-9()[\] ./\-'@_]{3,128}$/

export const requireImageName = (query: Query): void => {
  const name = query.text('Name')
  if (!name) throw new Ec2Error('MissingParameter', 'The request must contain the parameter name')
  if (NAME.test(name)) return
  throw new Ec2Error(
    'InvalidAMIName.Malformed',
    "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
  )
}

export const refuseTakenName = (call: Call, world: Ec2World, name: string): void => {
  const taken = world.fleet.images.find(
    stored =>
      stored.image.Name === name &&
      stored.account === call.account &&
      stored.region === call.region &&
      isPresent(stored),
  )
  if (!taken) return
  throw new Ec2Error(
    'InvalidAMIName.Duplicate',
    `AMI name ${name} is already in use by AMI ${taken.image.ImageId}`,
  )
}

/** The tags that `TagSpecification`s give to a kind of resource. */
export const readTags = (query: Query, resourceType: 'image' | 'snapshot'): Tag[] =>
  query
    .structures('TagSpecification')
    .filter(specification => specification.text('ResourceType') === resourceType)
    .flatMap(specification => specification.structures('Tag'))
    .map(tag => ({ Key: tag.text('Key') ?? '', Value: tag.text('Value') ?? '' }))

/** New snapshots of the same disks, as an image of its own needs them. */
export const copyDisks = (
  call: Call,
  world: Ec2World,
  disks: readonly BlockDeviceMapping[],
  description: string,
  /** Which key encrypts the copy of a snapshot, if any. */
  chooseKey: (source: StoredSnapshot | undefined) => StoredKey | undefined,
): BlockDeviceMapping[] =>
  disks.map(disk => {
    if (!disk.Ebs) return disk
    const source = world.fleet.snapshots.find(({ snapshot }) => snapshot.SnapshotId === disk.Ebs?.SnapshotId)
    const encryption = encryptionBy(chooseKey(source))
    const SnapshotId = createId('snap')
    world.fleet.snapshots.push({
      account: call.account,
      region: call.region,
      snapshot: {
        SnapshotId,
        OwnerId: call.account,
        VolumeId: 'vol-ffffffff',
        VolumeSize: disk.Ebs.VolumeSize,
        State: 'completed',
        Progress: '100%',
        StartTime: new Date(world.clock.nowMs()),
        ...encryption,
        Description: description,
        StorageTier: 'standard',
        Tags: readTags(call.query, 'snapshot'),
      },
    })
    return { ...disk, Ebs: { ...disk.Ebs, SnapshotId, Encrypted: encryption.Encrypted } }
  })

/** Adds a pending image of the caller's own. */
export const addPendingImage = (
  call: Call,
  world: Ec2World,
  facts: Omit<Image, 'ImageId' | 'Name'> & { Name: string },
): StoredImage => {
  const stored: StoredImage = {
    account: call.account,
    region: call.region,
    launchPermissions: [],
    image: {
      Architecture: 'x86_64',
      ImageType: 'machine',
      PlatformDetails: 'Linux/UNIX',
      UsageOperation: 'RunInstances',
      RootDeviceType: 'ebs',
      RootDeviceName: '/dev/xvda',
      VirtualizationType: 'hvm',
      Hypervisor: 'xen',
      EnaSupport: true,
      SriovNetSupport: 'simple',
      DeregistrationProtection: 'disabled',
      ...facts,
      ImageId: createId('ami'),
      ImageLocation: `${call.account}/${facts.Name}`,
      OwnerId: call.account,
      Public: false,
      State: 'pending',
      CreationDate: new Date(world.clock.nowMs()).toISOString(),
    },
  }
  world.fleet.images.push(stored)
  return stored
}
