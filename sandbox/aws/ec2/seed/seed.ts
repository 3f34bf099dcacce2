import type { BlockDeviceMapping, Image } from '@aws-sdk/client-ec2'
import { DEFAULT_ACCOUNT } from '../../caller.ts'
import { type Fleet, type StoredImage, setLaunchPermissions } from '../fleet.ts'
import { createSeededId } from '../identifiers.ts'
import { SEEDED_IMAGES, type SeededImage } from './images.ts'
import { SEEDED_INSTANCES, SEEDED_LAUNCH_TEMPLATES, type SeededInstance } from './workloads.ts'

const DAY_MS = 86_400_000
const RECYCLE_BIN_DAYS = 14

/** Golden images are baked at night. */
const BAKED_AT_MS = 2.4 * 3_600_000

const toIso = (ms: number): string => new Date(ms).toISOString()

const bakedAtMs = (ageDays: number, nowMs: number): number =>
  Math.floor((nowMs - ageDays * DAY_MS) / DAY_MS) * DAY_MS + BAKED_AT_MS

const nameOf = (seeded: { name: string; ageDays: number }, nowMs: number): string =>
  seeded.name.replace('{date}', toIso(bakedAtMs(seeded.ageDays, nowMs)).slice(0, 10).replaceAll('-', '.'))

/** Stable from day to day: made from what the image is, not from its date. */
const imageIdOf = (seeded: Pick<SeededImage, 'name' | 'region' | 'ageDays'>): string =>
  createSeededId('ami', `${seeded.name} ${seeded.region} ${seeded.ageDays}`)

const addDisks = (fleet: Fleet, seeded: SeededImage, account: string, atMs: number): BlockDeviceMapping[] =>
  seeded.sizesGiB.map((sizeGiB, index) => {
    const SnapshotId = createSeededId('snap', `${imageIdOf(seeded)} ${index}`)
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
        Encrypted: true,
        StorageTier: 'standard',
        Description: `Created by CreateImage for ${imageIdOf(seeded)}`,
        Tags: Object.entries(seeded.tags).map(([Key, Value]) => ({ Key, Value })),
      },
    })
    const DeviceName = index === 0 ? '/dev/xvda' : `/dev/sd${String.fromCharCode(97 + index)}`
    return {
      DeviceName,
      Ebs: { SnapshotId, VolumeSize: sizeGiB, VolumeType: 'gp3', DeleteOnTermination: true, Encrypted: true },
    }
  })

const sourceOf = (seeded: SeededImage): Pick<Image, 'SourceImageId' | 'SourceImageRegion'> => {
  const { source } = seeded
  if (!source) return {}
  return {
    SourceImageId: imageIdOf({ ...source, ageDays: seeded.ageDays }),
    SourceImageRegion: source.region,
  }
}

const createImage = (fleet: Fleet, seeded: SeededImage, nowMs: number): StoredImage => {
  const account = seeded.account ?? DEFAULT_ACCOUNT
  const atMs = bakedAtMs(seeded.ageDays, nowMs)
  const Name = nameOf(seeded, nowMs)
  const stored: StoredImage = {
    account,
    region: seeded.region,
    launchPermissions: [],
    image: {
      ImageId: imageIdOf(seeded),
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
      BlockDeviceMappings: addDisks(fleet, seeded, account, atMs),
      ...sourceOf(seeded),
      ...(seeded.fromInstance && {
        SourceInstanceId: createSeededId('i', `builder of ${imageIdOf(seeded)}`),
      }),
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
  return stored
}

const findSeeded = ({ prefix, ageDays, region }: SeededInstance['image']): SeededImage => {
  const found = SEEDED_IMAGES.find(
    seeded => seeded.name.startsWith(prefix) && seeded.ageDays === ageDays && seeded.region === region,
  )
  if (!found) throw new Error(`Expected a seeded image ${prefix} of ${ageDays} days in ${region}.`)
  return found
}

const addInstances = (fleet: Fleet, nowMs: number) => {
  for (const { image, name, state, type } of SEEDED_INSTANCES) {
    const seeded = findSeeded(image)
    fleet.instances.push({
      account: DEFAULT_ACCOUNT,
      region: image.region,
      instance: {
        InstanceId: createSeededId('i', name),
        ImageId: imageIdOf(seeded),
        InstanceType: type as 'm7i.large',
        Architecture: seeded.architecture ?? 'x86_64',
        State: state === 'running' ? { Code: 16, Name: 'running' } : { Code: 80, Name: 'stopped' },
        LaunchTime: new Date(bakedAtMs(seeded.lastLaunchedDaysAgo ?? seeded.ageDays, nowMs)),
        Placement: { AvailabilityZone: `${image.region}a` },
        Tags: [{ Key: 'Name', Value: name }],
      },
    })
  }
}

const addLaunchTemplates = (fleet: Fleet, nowMs: number) => {
  for (const { name, region, versions, defaultVersion } of SEEDED_LAUNCH_TEMPLATES) {
    const identity = { LaunchTemplateId: createSeededId('lt', name), LaunchTemplateName: name }
    const CreateTime = new Date(bakedAtMs(90, nowMs))
    const CreatedBy = `arn:aws:iam::${DEFAULT_ACCOUNT}:role/terraform`
    fleet.launchTemplates.push({
      account: DEFAULT_ACCOUNT,
      region,
      template: {
        ...identity,
        CreateTime,
        CreatedBy,
        DefaultVersionNumber: defaultVersion,
        LatestVersionNumber: versions.length,
      },
      versions: versions.map((version, index) => ({
        ...identity,
        VersionNumber: index + 1,
        DefaultVersion: index + 1 === defaultVersion,
        CreateTime,
        CreatedBy,
        LaunchTemplateData: {
          ImageId: typeof version === 'string' ? version : imageIdOf(findSeeded(version)),
          InstanceType: 'm7i.large' as const,
        },
      })),
    })
  }
}

/** A small, believable fleet in two regions, its dates counted back from the clock. */
export const seedFleet = (fleet: Fleet, nowMs: number): void => {
  fleet.images.push(...SEEDED_IMAGES.map(seeded => createImage(fleet, seeded, nowMs)))
  addInstances(fleet, nowMs)
  addLaunchTemplates(fleet, nowMs)
  fleet.recycleBinRules.push({
    account: DEFAULT_ACCOUNT,
    region: 'us-east-1',
    retentionDays: RECYCLE_BIN_DAYS,
    tags: [{ Key: 'Environment', Value: 'production' }],
  })
}
