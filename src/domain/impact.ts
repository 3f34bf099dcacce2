import type { ImageSnapshot } from './image.ts'

/** What was looked for: found, which may be nothing, or not to be found out, and why. "Unknown" is never "none". */
export type Finding<T> = { known: true; value: T } | { known: false; why: string }

export const USE_KINDS = [
  'instance',
  'launch-template',
  'auto-scaling-group',
  'launch-configuration',
  'parameter',
  'image-recipe',
  'container-recipe',
] as const
export type UseKind = (typeof USE_KINDS)[number]

/** Somebody who needs the image. */
export interface Use {
  kind: UseKind
  /** The name that people know it by, else its id. */
  name: string
  /** What about it names the image: `running`, `version 7, $Default`. */
  detail?: string
}

/** Who else may launch the image. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchPermission.html */
export interface Sharing {
  accounts: readonly string[]
  /** ARNs. */
  organizations: readonly string[]
  /** ARNs. */
  organizationalUnits: readonly string[]
  isPublic: boolean
}

/** A snapshot of the image, and the other images that need it too. */
export interface SharedSnapshot extends ImageSnapshot {
  alsoIn: readonly string[]
}

/** How long a rule of the Recycle Bin would keep the image and its snapshots; absent where no rule fits. */
export interface Retention {
  imageDays?: number
  snapshotDays?: number
}

/** What is to be known before an image is changed. Each part is looked up by itself, and may fail by itself. */
export interface ImpactParts {
  /** What `DescribeImageReferences` tells: instances, launch templates, parameters, recipes of the own account. */
  references: readonly Use[]
  /** Instances that are not terminated. */
  instances: readonly Use[]
  /** Launch templates whose `$Default` or `$Latest` version names the image. */
  launchTemplates: readonly Use[]
  /** Auto Scaling groups and launch configurations, which EC2's references leave out. */
  autoScaling: readonly Use[]
  sharing: Sharing
  snapshots: readonly SharedSnapshot[]
  retention: Retention
}
export type ImpactPart = keyof ImpactParts

export type Impact = { readonly [Part in ImpactPart]: Finding<ImpactParts[Part]> }
/** The same while it is being looked up. */
export type PendingImpact = { readonly [Part in ImpactPart]: Promise<Finding<ImpactParts[Part]>> }

export const IMPACT_PARTS: readonly ImpactPart[] = [
  'references',
  'instances',
  'launchTemplates',
  'autoScaling',
  'sharing',
  'snapshots',
  'retention',
]

export const NOBODY: Sharing = { accounts: [], organizations: [], organizationalUnits: [], isPublic: false }

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])]

/** Both together. */
export const withSharing = (a: Sharing, b: Sharing): Sharing => ({
  accounts: union(a.accounts, b.accounts),
  organizations: union(a.organizations, b.organizations),
  organizationalUnits: union(a.organizationalUnits, b.organizationalUnits),
  isPublic: a.isPublic || b.isPublic,
})

/** Those of `wanted` that `given` leaves out. */
export const withoutSharing = (wanted: Sharing, given: Sharing): Sharing => ({
  accounts: wanted.accounts.filter(account => !given.accounts.includes(account)),
  organizations: wanted.organizations.filter(arn => !given.organizations.includes(arn)),
  organizationalUnits: wanted.organizationalUnits.filter(arn => !given.organizationalUnits.includes(arn)),
  isPublic: wanted.isPublic && !given.isPublic,
})

/** How many others may launch it; everybody counts as one. */
export const sharedWith = ({ accounts, organizations, organizationalUnits, isPublic }: Sharing): number =>
  accounts.length + organizations.length + organizationalUnits.length + (isPublic ? 1 : 0)
