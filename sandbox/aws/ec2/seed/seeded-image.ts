import type { BlockDeviceMapping, Image } from '@aws-sdk/client-ec2'
import { DEFAULT_ACCOUNT } from '../../caller.ts'
import { encryptionBy } from '../encryption.ts'
import { type Fleet, type StoredImage, setLaunchPermissions } from '../fleet.ts'
import { createSeededId } from '../identifiers.ts'
import { bakedAtMs, toIso } from './dates.ts'
import { ensureKey } from './keys.ts'
import { scanOf } from './scans.ts'
import type { SeededImage } from './seeds.ts'

const nameOf = (seeded: SeededImage, atMs: number): string =>
  seeded.name.replace('{date}', toIso(atMs).slice(0, 10).replaceAll('-', '.'))

/** Stable from day to day: made from what the image is, not from its date. */
export const imageIdOf = (
  seeded: Pick<SeededImage, 'name' | 'region' | 'ageDays' | 'inManyAccounts' | 'account'>,
): string => {
  const { name, region, ageDays, inManyAccounts, account } = seeded
  return createSeededId('ami', `${name} ${region} ${ageDays}${inManyAccounts ? ` ${account}` : ''}`)
}

const addDisks = (
  fleet: Fleet,
  seeded: SeededImage,
  imageId: string,
  account: string,
  atMs: number,
): BlockDeviceMapping[] => {
  const key = seeded.key && ensureKey(fleet, seeded.key, { account, region: seeded.region }, atMs)
  const encryption = encryptionBy(key)
  return seeded.sizesGiB.map((sizeGiB, index) => {
    const SnapshotId = createSeededId('snap', `${imageId} ${index}`)
    fleet.snapshots.push({
      account,
      region: seeded.region,
      snapshot: {
        SnapshotId,
        OwnerId: account,
        VolumeId: 'vol-ffffffff',
        VolumeSize: sizeGiB,
        State: 'completed',
        Progress: '100%',
        StartTime: new Date(atMs),
        ...encryption,
        StorageTier: 'standard',
        Description: `Created by CreateImage for ${imageId}`,
        Tags: Object.entries(seeded.tags).map(([Key, Value]) => ({ Key, Value })),
      },
    })
    const DeviceName = index === 0 ? '/dev/xvda' : `/dev/sd${String.fromCharCode(97 + index)}`
    const { Encrypted } = encryption
    return {
      DeviceName,
      Ebs: { SnapshotId, VolumeSize: sizeGiB, VolumeType: 'gp3', DeleteOnTermination: true, Encrypted },
    }
  })
}

const sourceOf = (seeded: SeededImage): Pick<Image, 'SourceImageId' | 'SourceImageRegion'> => {
  const { source } = seeded
  if (!source) return {}
  return {
    SourceImageId: imageIdOf({ ageDays: seeded.ageDays, ...source }),
    SourceImageRegion: source.region,
  }
}

/** Adds an image and its snapshots, the dates counted back from `nowMs`. */
export const addSeededImage = (fleet: Fleet, seeded: SeededImage, nowMs: number): StoredImage => {
  const account = seeded.account ?? DEFAULT_ACCOUNT
  const atMs = bakedAtMs(seeded.ageDays, nowMs)
  const Name = nameOf(seeded, atMs)
  const ImageId = imageIdOf(seeded)
  const stored: StoredImage = {
    account,
    region: seeded.region,
    launchPermissions: [],
    ...(seeded.scan && { scan: scanOf(seeded.scan, nowMs) }),
    image: {
      ImageId,
      ImageLocation: `${account}/${Name}`,
      Name,
      OwnerId: account,
      State: seeded.state ?? 'available',
      CreationDate: toIso(atMs),
      Architecture: seeded.architecture ?? 'x86_64',
      ImageType: 'machine',
      PlatformDetails: seeded.windows ? 'Windows' : 'Linux/UNIX',
      UsageOperation: seeded.windows ? 'RunInstances:0002' : 'RunInstances',
      ...(seeded.windows && { Platform: 'Windows' as const }),
      RootDeviceType: 'ebs',
      RootDeviceName: '/dev/xvda',
      VirtualizationType: 'hvm',
      Hypervisor: 'xen',
      EnaSupport: true,
      SriovNetSupport: 'simple',
      BootMode: 'uefi-preferred',
      ImdsSupport: 'v2.0',
      DeregistrationProtection: seeded.protection ?? 'disabled',
      Tags: Object.entries(seeded.tags).map(([Key, Value]) => ({ Key, Value })),
      BlockDeviceMappings: addDisks(fleet, seeded, ImageId, account, atMs),
      ...sourceOf(seeded),
      ...(seeded.fromInstance && { SourceInstanceId: createSeededId('i', `builder of ${ImageId}`) }),
      ...(seeded.description !== undefined && { Description: seeded.description }),
      ...(seeded.failure !== undefined && {
        StateReason: { Code: 'Client.InternalError', Message: seeded.failure },
      }),
      ...(seeded.deprecatedDaysAgo !== undefined && {
        DeprecationTime: toIso(bakedAtMs(seeded.deprecatedDaysAgo, nowMs)),
      }),
      ...(seeded.lastLaunchedDaysAgo !== undefined && {
        LastLaunchedTime: toIso(bakedAtMs(seeded.lastLaunchedDaysAgo, nowMs)),
      }),
    },
  }
  setLaunchPermissions(
    stored,
    (seeded.sharedWith ?? []).map(UserId => (UserId === 'all' ? { Group: 'all' as const } : { UserId })),
  )
  if (seeded.goneDaysAgo !== undefined) {
    stored.goneAtMs = bakedAtMs(seeded.goneDaysAgo, nowMs)
    stored.image.State = 'deregistered'
  }
  fleet.images.push(stored)
  return stored
}
