import type { KeyName } from './keys.ts'

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
  /** The seeded image, by name and region, that it was copied from or built on. */
  source?: { name: string; region: string }
  fromInstance?: boolean
}

const US = 'us-east-1'
const EU = 'eu-west-1'

const tags = (Team: string, Service: string, Environment: string, ManagedBy = 'packer') => ({
  Team,
  Service,
  Environment,
  ManagedBy,
})

const PARTNER_ACCOUNT = '210987654321'
export const STAGING_ACCOUNT = '345678901234'

/** Together they cover every state and every protection that a card shows. */
export const SEEDED_IMAGES: readonly SeededImage[] = [
  {
    name: 'payments-base-{date}',
    region: US,
    ageDays: 3,
    tags: tags('payments', 'payments-api', 'production'),
    sizesGiB: [30],
    key: 'golden-images',
    description: 'Golden image of the payment services',
    sharedWith: [STAGING_ACCOUNT, PARTNER_ACCOUNT],
    lastLaunchedDaysAgo: 1,
    fromInstance: true,
  },
  {
    name: 'payments-base-{date}',
    region: US,
    ageDays: 34,
    tags: tags('payments', 'payments-api', 'production'),
    sizesGiB: [30],
    key: 'payments-internal',
    description: 'Golden image of the payment services',
    lastLaunchedDaysAgo: 5,
    fromInstance: true,
  },
  {
    name: 'payments-base-{date}',
    region: US,
    ageDays: 66,
    tags: tags('payments', 'payments-api', 'production'),
    sizesGiB: [30],
    key: 'golden-images',
    state: 'disabled',
    lastLaunchedDaysAgo: 41,
    fromInstance: true,
  },
  {
    name: 'checkout-api-{date}',
    region: US,
    ageDays: 9,
    tags: tags('checkout', 'checkout-api', 'production'),
    sizesGiB: [20],
    key: 'golden-images',
    architecture: 'arm64',
    lastLaunchedDaysAgo: 2,
    fromInstance: true,
  },
  {
    name: 'checkout-api-{date}',
    region: US,
    ageDays: 1,
    tags: tags('checkout', 'checkout-api', 'staging'),
    sizesGiB: [20],
    key: 'golden-images',
    architecture: 'arm64',
    state: 'failed',
    failure: 'Instance was terminated during image creation',
    fromInstance: true,
  },
  {
    name: 'eks-node-1.33-{date}',
    region: US,
    ageDays: 12,
    tags: tags('platform', 'eks-nodes', 'production', 'image-builder'),
    sizesGiB: [40],
    key: 'eks-nodes',
    description: 'Worker node of the shared clusters, Kubernetes 1.33',
    protection: 'enabled-without-cooldown',
    lastLaunchedDaysAgo: 1,
    fromInstance: true,
  },
  {
    name: 'eks-node-1.32-{date}',
    region: US,
    ageDays: 140,
    tags: tags('platform', 'eks-nodes', 'production', 'image-builder'),
    sizesGiB: [40],
    key: 'eks-nodes',
    deprecatedDaysAgo: 20,
    lastLaunchedDaysAgo: 60,
    fromInstance: true,
  },
  {
    name: 'windows-2025-hardened-{date}',
    region: US,
    ageDays: 20,
    tags: tags('workplace', 'terminal-servers', 'production', 'image-builder'),
    sizesGiB: [60, 100],
    key: 'golden-images',
    windows: true,
    description: 'Windows Server 2025 with the CIS level 1 baseline',
    lastLaunchedDaysAgo: 4,
    fromInstance: true,
  },
  {
    name: 'bastion-{date}',
    region: US,
    ageDays: 203,
    tags: tags('platform', 'bastion', 'production'),
    sizesGiB: [8],
    lastLaunchedDaysAgo: 180,
    fromInstance: true,
  },
  {
    name: 'search-indexer-{date}',
    region: US,
    ageDays: 6,
    tags: tags('search', 'indexer', 'staging'),
    sizesGiB: [50, 500],
    key: 'aws/ebs',
    lastLaunchedDaysAgo: 6,
    fromInstance: true,
  },
  {
    name: 'workshop-starter-{date}',
    region: US,
    ageDays: 88,
    tags: tags('developer-relations', 'workshops', 'demo'),
    sizesGiB: [16],
    description: 'What the attendees of the workshops start from',
    sharedWith: ['all'],
    fromInstance: true,
  },
  {
    name: 'security-baseline-{date}',
    region: US,
    ageDays: 27,
    account: PARTNER_ACCOUNT,
    tags: {},
    sizesGiB: [12],
    key: 'golden-images',
    description: 'Shared by the security team of another account',
    sharedWith: ['123456789012'],
  },
  {
    name: 'payments-base-{date}',
    region: EU,
    ageDays: 3,
    tags: tags('payments', 'payments-api', 'production'),
    sizesGiB: [30],
    key: 'golden-images',
    source: { name: 'payments-base-{date}', region: US },
    lastLaunchedDaysAgo: 2,
  },
  {
    name: 'eks-node-1.33-{date}',
    region: EU,
    ageDays: 12,
    tags: tags('platform', 'eks-nodes', 'production', 'image-builder'),
    sizesGiB: [40],
    key: 'eks-nodes',
    source: { name: 'eks-node-1.33-{date}', region: US },
    protection: 'enabled-with-cooldown',
    lastLaunchedDaysAgo: 1,
  },
  {
    name: 'checkout-api-{date}',
    region: EU,
    ageDays: 37,
    tags: tags('checkout', 'checkout-api', 'production'),
    sizesGiB: [20],
    key: 'golden-images',
    architecture: 'arm64',
    lastLaunchedDaysAgo: 9,
    fromInstance: true,
  },
  {
    name: 'payments-base-{date}',
    region: US,
    ageDays: 97,
    tags: tags('payments', 'payments-api', 'production'),
    sizesGiB: [],
    sharedWith: [STAGING_ACCOUNT],
    goneDaysAgo: 35,
    fromInstance: true,
  },
  {
    name: 'eks-node-1.31-{date}',
    region: EU,
    ageDays: 260,
    tags: tags('platform', 'eks-nodes', 'production', 'image-builder'),
    sizesGiB: [],
    goneDaysAgo: 90,
    fromInstance: true,
  },
]
