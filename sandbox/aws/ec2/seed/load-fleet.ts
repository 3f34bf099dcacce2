import type { Image } from '@aws-sdk/client-ec2'
import { regionOfArn, regionOfZone } from '../../regions.ts'
import { encryptionBy } from '../encryption.ts'
import type { Fleet, StoredImage, StoredSnapshot } from '../fleet.ts'
import { parseFleetFile } from './fleet-file.ts'
import type { FileImage } from './fleet-file-schema.ts'
import { ensureKey } from './keys.ts'

export { InvalidFleetError } from './fleet-file.ts'

export interface LoadFleetOptions {
  /** The region of images for which the file has none; `us-east-1` when left out. */
  region?: string
}

export interface LoadedFleet {
  images: number
  /** Each once, the one with the most images first. */
  regions: string[]
  accounts: string[]
}

/** `describe-images` names no region, but a disk's key, zone or outpost does. */
const readRegion = ({ Region, BlockDeviceMappings = [] }: FileImage): string | undefined => {
  if (Region !== undefined) return Region
  for (const { Ebs } of BlockDeviceMappings) {
    const found =
      regionOfArn(Ebs?.KmsKeyId ?? '') ??
      regionOfArn(Ebs?.OutpostArn ?? '') ??
      regionOfZone(Ebs?.AvailabilityZone ?? '')
    if (found !== undefined) return found
  }
  return undefined
}

/** Of a cooldown that runs: `disabled after 2026-11-24T12:00:00.000Z`. */
const readProtectedUntilMs = (protection: string | undefined): number | undefined => {
  const [, at] = /^disabled after (.+)$/.exec(protection ?? '') ?? []
  const ms = Date.parse(at ?? '')
  return Number.isNaN(ms) ? undefined : ms
}

const toStored = (read: FileImage, region: string): StoredImage => {
  const { Region: _, ...image } = read
  const protectedUntilMs = readProtectedUntilMs(read.DeregistrationProtection)
  return {
    account: read.OwnerId,
    region,
    // The listing only shows whether an image is public, not with whom else it is shared.
    launchPermissions: read.Public ? [{ Group: 'all' }] : [],
    // Properties that were not checked come from AWS and are only shown.
    image: { ...image, Name: read.Name ?? read.ImageId } as Image & { ImageId: string; Name: string },
    ...(protectedUntilMs !== undefined && { protectedUntilMs }),
  }
}

/** The listing names no key. */
const encryptionOf = (fleet: Fleet, stored: StoredImage, isEncrypted = false) => {
  const atMs = Date.parse(stored.image.CreationDate ?? '')
  return encryptionBy(isEncrypted ? ensureKey(fleet, 'golden-images', stored, atMs) : undefined)
}

const snapshotsOf = (fleet: Fleet, stored: StoredImage): StoredSnapshot[] => {
  const { account, region, image } = stored
  return (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) =>
    Ebs?.SnapshotId === undefined
      ? []
      : [
          {
            account,
            region,
            snapshot: {
              SnapshotId: Ebs.SnapshotId,
              OwnerId: account,
              VolumeId: 'vol-ffffffff',
              VolumeSize: Ebs.VolumeSize ?? 8,
              State: 'completed',
              Progress: '100%',
              StartTime: new Date(image.CreationDate ?? 0),
              ...encryptionOf(fleet, stored, Ebs.Encrypted),
              StorageTier: 'standard',
              Description: `Created by CreateImage for ${image.ImageId}`,
            },
          },
        ],
  )
}

/** Each value once, the commonest first. */
const rank = (values: readonly string[]): string[] => {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value)
}

/** What there is in a fleet, in a few words. */
export const summariseFleet = (images: readonly StoredImage[]): LoadedFleet => ({
  images: images.length,
  regions: rank(images.map(stored => stored.region)),
  accounts: rank(images.map(stored => stored.account)),
})

/**
 * Adds the images of parsed JSON: the output of `aws ec2 describe-images`, several of them in an array, or the images
 * alone. All or none: throws InvalidFleetError with every fault and its path. Dates stay what they are; a pending image
 * stays pending; what is deregistered already is left out.
 */
export const loadFleet = (fleet: Fleet, json: unknown, options: LoadFleetOptions = {}): LoadedFleet => {
  const images = parseFleetFile(json)
    .filter(({ State }) => State !== 'deregistered')
    .map(image => toStored(image, readRegion(image) ?? options.region ?? 'us-east-1'))
  // Images may share a snapshot, which still is there once.
  const snapshots = new Map(
    images
      .flatMap(stored => snapshotsOf(fleet, stored))
      .map(stored => [`${stored.region}/${stored.snapshot.SnapshotId}`, stored]),
  )
  for (const image of images) fleet.images.push(image)
  for (const snapshot of snapshots.values()) fleet.snapshots.push(snapshot)
  return summariseFleet(images)
}
