import type { SeededInstanceState } from './add-workloads.ts'
import type { KeyName } from './keys.ts'
import type { SeededScan } from './scans.ts'

/** One image of the fleet that the sandbox starts with. `{date}` in the name is the day it was made. */
export interface SeededImage {
  name: string
  region: string
  ageDays: number
  tags: Readonly<Record<string, string>>
  sizesGiB: readonly number[]
  /** Which key encrypts its disks; they are not encrypted when left out. */
  key?: KeyName
  architecture?: 'x86_64' | 'arm64'
  windows?: boolean
  account?: string
  description?: string
  state?: 'available' | 'disabled' | 'failed'
  /** Deregistered that many days ago, and out of the Recycle Bin. */
  goneDaysAgo?: number
  failure?: string
  /** Accounts that may launch it; `all` for everybody. */
  sharedWith?: readonly string[]
  protection?: 'enabled-without-cooldown' | 'enabled-with-cooldown'
  /** Deprecated that many days ago. */
  deprecatedDaysAgo?: number
  lastLaunchedDaysAgo?: number
  /** The seeded image, by name, region and age, that it was copied from or built on; of its own age when left out. */
  source?: { name: string; region: string; ageDays?: number }
  fromInstance?: boolean
  /** Other accounts have an image of this name and age in this region, too: its id is made of its account as well. */
  inManyAccounts?: boolean
  /** Not scanned by Amazon Inspector when left out. */
  scan?: SeededScan
}

export const STAGING_ACCOUNT = '345678901234'

/** A seeded image, by its name's beginning and its age in days. */
export interface ImageChoice {
  prefix: string
  ageDays: number
  region: string
}

export interface SeededInstance {
  image: ImageChoice
  name: string
  state: SeededInstanceState
  type: string
  /** The sandbox's own account when left out. */
  account?: string
  /** Whose it is, by the tag Team. */
  team?: string
}

export interface SeededLaunchTemplate {
  name: string
  region: string
  /** The sandbox's own account when left out. */
  account?: string
  /** Oldest first; a text is taken as it is, such as `resolve:ssm:…`. */
  versions: readonly (ImageChoice | string)[]
  defaultVersion: number
}

export interface SeededGroup {
  name: string
  region: string
  /** The sandbox's own account when left out. */
  account?: string
  /** A seeded launch template and the version that the group asks for. */
  template?: string
  version?: string
  /** Of a mixed instances policy: instance types, some with an image or a template version of their own. */
  overrides?: readonly { type: string; image?: ImageChoice; version?: string }[]
  launchConfiguration?: string
  /** Names of seeded instances. */
  instances: readonly string[]
}

export interface SeededParameter {
  name: string
  region: string
  /** The sandbox's own account when left out. */
  account?: string
  /** One for each version, the oldest first. */
  images: readonly ImageChoice[]
  /** Each was put so many days after it was built. */
  daysLater?: number
  /** Parameter Store checks the value of the second one. */
  dataType: 'text' | 'aws:ec2:image'
}

export interface SeededRecipe {
  kind: 'image-recipe' | 'container-recipe'
  name: string
  version: string
  image: ImageChoice
}
