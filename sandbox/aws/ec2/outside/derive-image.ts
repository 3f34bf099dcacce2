import { findByAlias } from '../../kms/ebs-key.ts'
import { arnOfKey } from '../../kms/key-arn.ts'
import type { Ec2 } from '../ec2.ts'
import { keyOf } from '../encryption.ts'
import { isPresent, type StoredImage, type StoredInstance, snapshotIdsOf } from '../fleet.ts'
import { addInstance } from '../seed/add-workloads.ts'
import { PIPELINE } from './add-image.ts'

/** A name that is still free, however often somebody clicks. */
export const nextName = (ec2: Ec2, base: string): string => {
  const names = new Set(ec2.fleet.images.filter(isPresent).map(stored => stored.image.Name))
  let count = 2
  while (names.has(`${base}-${count}`)) count += 1
  return `${base}-${count}`
}

const findBorn = (ec2: Ec2, result: object): StoredImage => {
  const imageId = 'ImageId' in result ? result.ImageId : undefined
  const found = ec2.fleet.images.find(({ image }) => image.ImageId === imageId)
  if (!found) throw new Error('Expected EC2 to name the image that it made.')
  return found
}

/** A pipeline copies with the key of the same alias, where the destination has it; else EC2 takes AWS's key. */
const keyFor = ({ fleet }: Ec2, stored: StoredImage, region: string): string | undefined => {
  const ids = snapshotIdsOf(stored)
  const snapshot = fleet.snapshots.find(({ snapshot: { SnapshotId } }) => ids.includes(SnapshotId))
  const key = snapshot && keyOf(fleet, snapshot)
  const there = key && findByAlias(fleet.keys, key.alias, { account: stored.account, region })
  return there?.manager === 'CUSTOMER' ? arnOfKey(there) : undefined
}

export interface CopyParameters {
  name?: string | undefined
  /** Where to; the image's own region when left out. */
  region?: string | undefined
  /** An id, ARN or alias there; the one of the same alias as the image's when left out. */
  kmsKeyId?: string | undefined
}

/** The image is copied by the pipeline that makes images, tags included. */
export const copyFromOutside = (
  ec2: Ec2,
  stored: StoredImage,
  { name, region = stored.region, kmsKeyId = keyFor(ec2, stored, region) }: CopyParameters,
): StoredImage => {
  const caller = { account: stored.account, region, identity: PIPELINE }
  const result = ec2.call(caller, 'CopyImage', {
    SourceImageId: stored.image.ImageId,
    SourceRegion: stored.region,
    Name: name ?? nextName(ec2, stored.image.Name),
    CopyImageTags: 'true',
    ...(kmsKeyId !== undefined && { Encrypted: 'true', KmsKeyId: kmsKeyId }),
  })
  return findBorn(ec2, result)
}

/** An instance that runs the image: the one that there is, or a new one. */
const ensureInstance = (
  { fleet }: Ec2,
  { account, region, image }: StoredImage,
  atMs: number,
): StoredInstance =>
  fleet.instances.find(
    ({ instance, ...place }) =>
      place.account === account &&
      place.region === region &&
      instance.ImageId === image.ImageId &&
      instance.State?.Name === 'running',
  ) ??
  addInstance(
    fleet,
    { account, region, atMs },
    {
      name: `builder of ${image.Name}`,
      imageId: image.ImageId,
      type: 'm7i.large',
      state: 'running',
      architecture: image.Architecture === 'arm64' ? 'arm64' : 'x86_64',
    },
  )

/** A descendant: the pipeline makes an image of an instance that runs this one. */
export const buildFromOutside = (
  ec2: Ec2,
  stored: StoredImage,
  name: string | undefined,
  nowMs: number,
): StoredImage => {
  const { instance } = ensureInstance(ec2, stored, nowMs)
  const tags = (stored.image.Tags ?? []).flatMap(({ Key = '', Value = '' }, at) => [
    [`TagSpecification.1.Tag.${at + 1}.Key`, Key],
    [`TagSpecification.1.Tag.${at + 1}.Value`, Value],
  ])
  const result = ec2.call(
    { account: stored.account, region: stored.region, identity: PIPELINE },
    'CreateImage',
    {
      InstanceId: instance.InstanceId,
      Name: name ?? nextName(ec2, stored.image.Name),
      ...(tags.length > 0 && { 'TagSpecification.1.ResourceType': 'image', ...Object.fromEntries(tags) }),
    },
  )
  return findBorn(ec2, result)
}
