import { type Fleet, isPresent, type StoredImage } from '../aws/ec2/fleet.ts'
import { readImageUses } from './image-uses.ts'

/** An image as a list of thousands shows it. */
export interface FleetRow {
  account: string
  region: string
  imageId: string
  name: string
  /** EC2's own word, or `recycled` for what lies in the Recycle Bin. */
  state: string
  createdAtMs: number
  sizeGiB: number
  architecture: string
  /** Whom it is shared with: how many accounts and organisations, or everybody. */
  sharedWith: number | 'public'
  isProtected: boolean
  /** How many instances, templates, parameters and recipes name it. */
  uses: number
}

const toRow = ({ image, ...stored }: StoredImage, uses: number): FleetRow => ({
  account: stored.account,
  region: stored.region,
  imageId: image.ImageId,
  name: image.Name,
  state: stored.recycled ? 'recycled' : (image.State ?? 'pending'),
  createdAtMs: Date.parse(image.CreationDate ?? ''),
  sizeGiB: (image.BlockDeviceMappings ?? []).reduce((sum, { Ebs }) => sum + (Ebs?.VolumeSize ?? 0), 0),
  architecture: image.Architecture ?? '',
  sharedWith: image.Public ? 'public' : stored.launchPermissions.length,
  isProtected: (image.DeregistrationProtection ?? 'disabled') !== 'disabled',
  uses,
})

/** Every image that is there or could be brought back. */
export const readFleetRows = (fleet: Fleet, nowMs: number): FleetRow[] => {
  const uses = readImageUses(fleet)
  return fleet.images
    .filter(stored => isPresent(stored) || (stored.recycled?.exitsAtMs ?? 0) > nowMs)
    .map(stored => toRow(stored, uses.get(stored.image.ImageId)?.length ?? 0))
}
