import type { BlockDeviceMapping, CreateImageResult } from '@aws-sdk/client-ec2'
import { type Action, type Call, type Ec2World, requireText } from '../action.ts'
import { keyOf } from '../encryption.ts'
import { Ec2Error } from '../errors.ts'
import type { StoredInstance } from '../fleet.ts'
import { addPendingImage, copyDisks, readTags, refuseTakenName, requireImageName } from '../new-image.ts'

const findInstance = (call: Call, world: Ec2World): StoredInstance => {
  const instanceId = requireText(call.query, 'InstanceId')
  const found = world.fleet.instances.find(
    stored =>
      stored.instance.InstanceId === instanceId &&
      stored.account === call.account &&
      stored.region === call.region,
  )
  if (found) return found
  throw new Ec2Error('InvalidInstanceID.NotFound', `The instance ID '${instanceId}' does not exist`)
}

const ROOT_DISK: BlockDeviceMapping = {
  DeviceName: '/dev/xvda',
  Ebs: { VolumeSize: 8, VolumeType: 'gp3', DeleteOnTermination: true, Encrypted: false },
}

export const CreateImage: Action = {
  validate(query) {
    requireText(query, 'InstanceId')
    requireImageName(query)
  },
  authorise: (call, world) => void findInstance(call, world),
  run(call, world): CreateImageResult {
    const { instance } = findInstance(call, world)
    const Name = requireText(call.query, 'Name')
    refuseTakenName(call, world, Name)
    const source = world.fleet.images.find(
      stored => stored.image.ImageId === instance.ImageId && stored.region === call.region,
    )?.image
    const disks = source?.BlockDeviceMappings ?? [ROOT_DISK]
    const stored = addPendingImage(call, world, {
      Name,
      Description: call.query.text('Description'),
      Architecture: instance.Architecture ?? source?.Architecture,
      PlatformDetails: source?.PlatformDetails ?? 'Linux/UNIX',
      RootDeviceName: source?.RootDeviceName ?? '/dev/xvda',
      BootMode: source?.BootMode,
      ImdsSupport: source?.ImdsSupport,
      SourceInstanceId: instance.InstanceId,
      SourceImageId: instance.ImageId,
      SourceImageRegion: call.region,
      Tags: readTags(call.query, 'image'),
      BlockDeviceMappings: copyDisks(
        call,
        world,
        disks,
        `Created by CreateImage(${instance.InstanceId})`,
        // A volume has the key of the snapshot that it was made from.
        snapshot => snapshot && keyOf(world.fleet, snapshot),
      ),
    })
    world.stateChanges.settle(stored, call.requestId)
    return { ImageId: stored.image.ImageId }
  },
}
