import type {
  Image,
  Instance,
  LaunchPermission,
  LaunchTemplate,
  LaunchTemplateVersion,
  Snapshot,
} from '@aws-sdk/client-ec2'

/** Whatever lives in one account and one region. */
interface Placed {
  account: string
  region: string
}

export interface StoredImage extends Placed {
  /** The image as DescribeImages shows it to its owner. */
  image: Image & { ImageId: string; Name: string }
  launchPermissions: LaunchPermission[]
  /** Since when it lies in the Recycle Bin, and until when. */
  recycled?: { enteredAtMs: number; exitsAtMs: number }
  /** A cooldown set by EnableImageDeregistrationProtection. */
  protectedUntilMs?: number
  /** Deregistered for good; DescribeImages may still show it while EC2 is only eventually consistent. */
  goneAtMs?: number
}

export interface StoredSnapshot extends Placed {
  snapshot: Snapshot & { SnapshotId: string }
}

export interface StoredInstance extends Placed {
  instance: Instance & { InstanceId: string; ImageId: string }
}

export interface StoredLaunchTemplate extends Placed {
  template: LaunchTemplate & { LaunchTemplateId: string; LaunchTemplateName: string }
  versions: LaunchTemplateVersion[]
}

/** A retention rule of the Recycle Bin for images; without tags it holds for the whole region. */
export interface RecycleBinRule extends Placed {
  retentionDays: number
  tags: { Key: string; Value: string }[]
}

/** Everything that this EC2 knows. */
export interface Fleet {
  images: StoredImage[]
  snapshots: StoredSnapshot[]
  instances: StoredInstance[]
  launchTemplates: StoredLaunchTemplate[]
  recycleBinRules: RecycleBinRule[]
}

export const createFleet = (): Fleet => ({
  images: [],
  snapshots: [],
  instances: [],
  launchTemplates: [],
  recycleBinRules: [],
})

/** Exists and is not in the Recycle Bin. */
export const isPresent = (stored: StoredImage): boolean =>
  stored.recycled === undefined && stored.goneAtMs === undefined

export const isLaunchableBy = (stored: StoredImage, account: string): boolean =>
  stored.account === account ||
  stored.image.Public === true ||
  stored.launchPermissions.some(permission => permission.UserId === account)

export const snapshotIdsOf = (stored: StoredImage): string[] =>
  (stored.image.BlockDeviceMappings ?? []).flatMap(mapping => mapping.Ebs?.SnapshotId ?? [])

/** `isPublic` is not a fact of its own: it says that the group `all` may launch. */
export const setLaunchPermissions = (stored: StoredImage, permissions: LaunchPermission[]): void => {
  stored.launchPermissions = permissions
  stored.image.Public = permissions.some(permission => permission.Group === 'all')
}
