import { randomUUID } from 'node:crypto'
import type { Tag } from '@aws-sdk/client-ec2'
import { DEFAULT_ACCOUNT } from '../caller.ts'
import type { Ec2 } from './ec2.ts'
import { Ec2Error, malformed, notFound } from './errors.ts'
import { isPresent, type StoredImage } from './fleet.ts'
import { createId } from './identifiers.ts'

/** What somebody outside Slack may say of a new image; everything has a default. */
export interface OutsideImage {
  imageId?: string
  name?: string
  region?: string
  account?: string
  tags?: Tag[]
  architecture?: 'x86_64' | 'arm64'
  description?: string
  state?: 'available' | 'disabled' | 'failed' | 'pending'
  sizeGiB?: number
  fail?: boolean
  errorMessage?: string
  /** Without an event. */
  quiet?: boolean
}

const REASON = 'Client.InternalError: Client error on launch'

export const findAnywhere = (ec2: Ec2, imageId: string): StoredImage => {
  const found = ec2.fleet.images.find(stored => stored.image.ImageId === imageId && isPresent(stored))
  if (!found) throw notFound([imageId])
  return found
}

const tell = (ec2: Ec2, stored: StoredImage, wanted: OutsideImage): void => {
  const { State } = stored.image
  const requestId = randomUUID()
  if (wanted.quiet) ec2.changed()
  else if (State === 'pending') ec2.stateChanges.settle(stored, requestId)
  else if (State === 'available' || State === 'disabled') {
    ec2.stateChanges.announce(stored, State, requestId)
  } else ec2.stateChanges.announce(stored, 'failed', requestId, wanted.errorMessage ?? REASON)
}

/** An image that simply is there, as if an `aws ec2 create-image` of long ago had just ended. */
export const addFromOutside = (ec2: Ec2, wanted: OutsideImage, nowMs: number): StoredImage => {
  const account = wanted.account ?? DEFAULT_ACCOUNT
  const region = wanted.region ?? 'us-east-1'
  const ImageId = wanted.imageId ?? createId('ami')
  const taken = ec2.fleet.images.some(stored => stored.image.ImageId === ImageId && stored.region === region)
  if (!/^ami-[0-9a-z]{8,}$/.test(ImageId)) throw malformed(ImageId)
  if (taken) throw new Ec2Error('InvalidAMIID.Duplicate', `The image id '${ImageId}' is taken already`)
  const at = new Date(nowMs).toISOString()
  const Name = wanted.name ?? `image-${at.slice(0, 19).replaceAll(':', '.')}-${ImageId.slice(-4)}`
  const failed = wanted.fail === true || wanted.state === 'failed'
  const SnapshotId = createId('snap')
  const VolumeSize = wanted.sizeGiB ?? 8
  ec2.fleet.snapshots.push({
    account,
    region,
    snapshot: {
      SnapshotId,
      OwnerId: account,
      VolumeSize,
      State: 'completed',
      Progress: '100%',
      StartTime: new Date(nowMs),
      Encrypted: false,
      StorageTier: 'standard',
      Description: `Created by CreateImage for ${ImageId}`,
    },
  })
  const stored: StoredImage = {
    account,
    region,
    launchPermissions: [],
    image: {
      ImageId,
      ImageLocation: `${account}/${Name}`,
      Name,
      OwnerId: account,
      State: failed ? 'failed' : (wanted.state ?? 'available'),
      CreationDate: at,
      Architecture: wanted.architecture ?? 'x86_64',
      Public: false,
      ImageType: 'machine',
      PlatformDetails: 'Linux/UNIX',
      UsageOperation: 'RunInstances',
      RootDeviceType: 'ebs',
      RootDeviceName: '/dev/xvda',
      VirtualizationType: 'hvm',
      Hypervisor: 'xen',
      EnaSupport: true,
      DeregistrationProtection: 'disabled',
      SourceInstanceId: createId('i'),
      Tags: wanted.tags ?? [],
      BlockDeviceMappings: [
        {
          DeviceName: '/dev/xvda',
          Ebs: { SnapshotId, VolumeSize, VolumeType: 'gp3', DeleteOnTermination: true, Encrypted: false },
        },
      ],
      ...(wanted.description !== undefined && { Description: wanted.description }),
      ...(failed && {
        StateReason: { Code: 'Client.InternalError', Message: wanted.errorMessage ?? REASON },
      }),
    },
  }
  ec2.fleet.images.push(stored)
  tell(ec2, stored, wanted)
  return stored
}

/** The build or copy that made the image turns out to have failed. */
const fail = (ec2: Ec2, stored: StoredImage, errorMessage = REASON): StoredImage => {
  stored.image.State = 'failed'
  stored.image.StateReason = { Code: 'Client.InternalError', Message: errorMessage }
  ec2.stateChanges.announce(stored, 'failed', randomUUID(), errorMessage)
  return stored
}

export interface VerbParameters {
  name?: string
  region?: string
  errorMessage?: string
}

export const VERBS = ['create', 'copy', 'fail', 'enable', 'disable', 'deregister', 'restore'] as const
export type Verb = (typeof VERBS)[number]

const ACTION_OF = {
  enable: 'EnableImage',
  disable: 'DisableImage',
  deregister: 'DeregisterImage',
} as const

const restore = (ec2: Ec2, imageId: string): StoredImage => {
  const stored = ec2.fleet.images.find(
    candidate => candidate.image.ImageId === imageId && candidate.recycled !== undefined,
  )
  if (!stored) throw notFound([imageId])
  ec2.call(stored, 'RestoreImageFromRecycleBin', { ImageId: imageId })
  return stored
}

/** A name that is still free, however often somebody clicks. */
const nextName = (ec2: Ec2, base: string): string => {
  const names = new Set(ec2.fleet.images.filter(isPresent).map(stored => stored.image.Name))
  let count = 2
  while (names.has(`${base}-${count}`)) count += 1
  return `${base}-${count}`
}

/** Changes an image as its owner would with the command line; gives the image that changed or came to be. */
export const changeFromOutside = (
  ec2: Ec2,
  imageId: string,
  verb: Verb,
  { name, region, errorMessage }: VerbParameters,
  nowMs: number,
): StoredImage => {
  if (verb === 'restore') return restore(ec2, imageId)
  const stored = findAnywhere(ec2, imageId)
  const copyName = name ?? nextName(ec2, stored.image.Name)
  switch (verb) {
    case 'fail':
      return fail(ec2, stored, errorMessage)
    case 'create': {
      const { Architecture, Tags } = stored.image
      const architecture = Architecture === 'arm64' ? 'arm64' : 'x86_64'
      const facts = { name: copyName, region: stored.region, account: stored.account, architecture } as const
      return addFromOutside(ec2, { ...facts, ...(Tags && { tags: Tags }), state: 'pending' }, nowMs)
    }
    case 'copy': {
      const destination = region ?? stored.region
      const parameters = {
        SourceImageId: imageId,
        SourceRegion: stored.region,
        Name: copyName,
        CopyImageTags: 'true',
      }
      const copied = ec2.call({ account: stored.account, region: destination }, 'CopyImage', parameters)
      return findAnywhere(ec2, 'ImageId' in copied ? String(copied.ImageId) : '')
    }
    default:
      ec2.call(stored, ACTION_OF[verb], { ImageId: imageId })
      return stored
  }
}
