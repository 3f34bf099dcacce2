import type { AutoScalingGroup, LaunchConfiguration } from '@aws-sdk/client-auto-scaling'
import type {
  CreateVolumePermission,
  Image,
  Instance,
  LaunchPermission,
  LaunchTemplate,
  LaunchTemplateVersion,
  Snapshot,
} from '@aws-sdk/client-ec2'
import type { StoredKey } from '../kms/stored-key.ts'
import type { MemberFacts } from '../organizations/member-facts.ts'
import type { StoredParameter } from '../ssm/parameter.ts'

import type { Scan } from './scan.ts'
import type { AccountSettings } from './stored-account-settings.ts'

/** A resource of one account and region. */
interface Placed {
  account: string
  region: string
}

/** Since when something lies in the Recycle Bin, and until when. */
export interface Recycled {
  enteredAtMs: number
  exitsAtMs: number
}

export interface StoredImage extends Placed {
  /** The image as DescribeImages shows it to its owner. */
  image: Image & { ImageId: string; Name: string }
  launchPermissions: LaunchPermission[]
  recycled?: Recycled
  /** A cooldown set by EnableImageDeregistrationProtection. */
  protectedUntilMs?: number
  /** Deregistered for good; DescribeImages may still show it while EC2 is only eventually consistent. */
  goneAtMs?: number
  /** Its last scan by Amazon Inspector. */
  scan?: Scan
}

export interface StoredSnapshot extends Placed {
  snapshot: Snapshot & { SnapshotId: string }
  createVolumePermissions?: CreateVolumePermission[]
  recycled?: Recycled
}

export interface StoredInstance extends Placed {
  instance: Instance & { InstanceId: string; ImageId: string }
}

export interface StoredLaunchTemplate extends Placed {
  template: LaunchTemplate & { LaunchTemplateId: string; LaunchTemplateName: string }
  versions: LaunchTemplateVersion[]
}

interface StoredGroup extends Placed {
  group: AutoScalingGroup & { AutoScalingGroupName: string }
}

interface StoredLaunchConfiguration extends Placed {
  configuration: LaunchConfiguration & { LaunchConfigurationName: string; ImageId: string }
}

/** A recipe of Image Builder, which builds upon an image. */
interface StoredRecipe extends Placed {
  kind: 'image-recipe' | 'container-recipe'
  name: string
  version: string
  imageId: string
}

/** A retention rule of the Recycle Bin; without tags it holds for the whole region. */
export interface RecycleBinRule extends Placed {
  /** Images when left out. */
  resourceType?: 'EC2_IMAGE' | 'EBS_SNAPSHOT'
  retentionDays: number
  tags: { Key: string; Value: string }[]
  /** Resources with any of these tags are excluded from a rule for the whole region. */
  excludedTags?: { Key: string; Value: string }[]
}

/** Everything that this EC2 knows. */
export interface Fleet {
  images: StoredImage[]
  snapshots: StoredSnapshot[]
  keys: StoredKey[]
  instances: StoredInstance[]
  launchTemplates: StoredLaunchTemplate[]
  groups: StoredGroup[]
  launchConfigurations: StoredLaunchConfiguration[]
  /** Parameters of Systems Manager's Parameter Store, without secrets. */
  parameters: StoredParameter[]
  recipes: StoredRecipe[]
  recycleBinRules: RecycleBinRule[]
  /** The organizations and organizational units of each account, by their ARNs. */
  memberOf: Readonly<Record<string, readonly string[]>>
  /** What AWS Organizations knows of an account; one that is left out is ACTIVE. */
  memberFacts: Readonly<Record<string, MemberFacts>>
  accountSettings: AccountSettings[]
}

/** The organization that the sandbox's own accounts belong to; the partner's account belongs to none. */
const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-sandbox001'
const WORKLOADS = 'arn:aws:organizations::123456789012:ou/o-sandbox001/ou-sbox-workloads'

export const createFleet = (): Fleet => ({
  images: [],
  snapshots: [],
  keys: [],
  instances: [],
  launchTemplates: [],
  groups: [],
  launchConfigurations: [],
  parameters: [],
  recipes: [],
  recycleBinRules: [],
  memberOf: { '123456789012': [ORGANIZATION], '345678901234': [ORGANIZATION, WORKLOADS] },
  memberFacts: {},
  accountSettings: [],
})

/** Exists and is not in the Recycle Bin. */
export const isPresent = (stored: StoredImage): boolean =>
  stored.recycled === undefined && stored.goneAtMs === undefined

/** By its owner, and by those whom it is shared with: themselves, their organization or their unit. */
export const isLaunchableBy = (
  stored: StoredImage,
  account: string,
  { memberOf }: Pick<Fleet, 'memberOf'>,
): boolean =>
  stored.account === account ||
  stored.image.Public === true ||
  stored.launchPermissions.some(
    ({ UserId, OrganizationArn, OrganizationalUnitArn }) =>
      UserId === account ||
      memberOf[account]?.some(arn => arn === OrganizationArn || arn === OrganizationalUnitArn),
  )

/** Protection with a cooldown ends by itself when the cooldown is over. */
export const protectionOf = ({ image, protectedUntilMs }: StoredImage, nowMs: number): string | undefined =>
  protectedUntilMs !== undefined && protectedUntilMs <= nowMs ? 'disabled' : image.DeregistrationProtection

export const snapshotIdsOf = (stored: StoredImage): string[] =>
  (stored.image.BlockDeviceMappings ?? []).flatMap(mapping => mapping.Ebs?.SnapshotId ?? [])

/** `isPublic` is not a fact of its own: it says that the group `all` may launch. */
export const setLaunchPermissions = (stored: StoredImage, permissions: LaunchPermission[]): void => {
  stored.launchPermissions = permissions
  stored.image.Public = permissions.some(permission => permission.Group === 'all')
}
