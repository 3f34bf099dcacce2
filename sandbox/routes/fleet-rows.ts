import { type Fleet, isPresent, type StoredImage } from '../aws/ec2/fleet.ts'

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
  /** How many instances and launch templates name it. */
  uses: number
}

const countUses = ({ instances, launchTemplates }: Fleet): Map<string, number> => {
  const uses = new Map<string, number>()
  const count = (imageId: string | undefined) => {
    if (imageId) uses.set(imageId, (uses.get(imageId) ?? 0) + 1)
  }
  for (const { instance } of instances) if (instance.State?.Name !== 'terminated') count(instance.ImageId)
  for (const { versions } of launchTemplates) {
    for (const imageId of new Set(versions.map(version => version.LaunchTemplateData?.ImageId))) {
      count(imageId)
    }
  }
  return uses
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
  const uses = countUses(fleet)
  return fleet.images
    .filter(stored => isPresent(stored) || (stored.recycled?.exitsAtMs ?? 0) > nowMs)
    .map(stored => toRow(stored, uses.get(stored.image.ImageId) ?? 0))
}
