import { randomUUID } from 'node:crypto'
import type { Tag } from '@aws-sdk/client-ec2'
import { DEFAULT_ACCOUNT, type Identity } from '../../caller.ts'
import type { Ec2 } from '../ec2.ts'
import { Ec2Error, malformed } from '../errors.ts'
import type { StoredImage } from '../fleet.ts'
import { createId, isImageId } from '../identifiers.ts'

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

/** EC2's reason if no other one is given. */
export const REASON = 'Client.InternalError: Client error on launch'

/** Images are made by a pipeline. */
export const PIPELINE: Identity = { type: 'AssumedRole', role: 'terraform', session: 'golden-images' }

const tell = (ec2: Ec2, stored: StoredImage, wanted: OutsideImage): void => {
  const { State, ImageId, Name, SourceInstanceId = '' } = stored.image
  const requestId = randomUUID()
  if (!wanted.quiet) {
    const parameters = { InstanceId: SourceInstanceId, Name }
    ec2.recordOutsideCall({ ...stored, identity: PIPELINE }, 'CreateImage', parameters, { ImageId })
  }
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
  // A new id is certainly free, and a search among many thousand images takes milliseconds.
  const taken =
    wanted.imageId !== undefined &&
    ec2.fleet.images.some(stored => stored.image.ImageId === ImageId && stored.region === region)
  if (!isImageId(ImageId)) throw malformed(ImageId)
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
