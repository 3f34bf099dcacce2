import type { SeededInstanceState } from './add-workloads.ts'
import { STAGING_ACCOUNT } from './images.ts'

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
  /** Oldest first; a text is taken as it is, such as `resolve:ssm:…`. */
  versions: readonly (ImageChoice | string)[]
  defaultVersion: number
}

export interface SeededGroup {
  name: string
  region: string
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
  image: ImageChoice
  /** Parameter Store checks the value of the second one. */
  dataType: 'text' | 'aws:ec2:image'
}

export interface SeededRecipe {
  kind: 'image-recipe' | 'container-recipe'
  name: string
  version: string
  image: ImageChoice
}

const US = 'us-east-1'
const EU = 'eu-west-1'

const payments = { prefix: 'payments-base', ageDays: 3, region: US }
const olderPayments = { prefix: 'payments-base', ageDays: 34, region: US }
const checkout = { prefix: 'checkout-api', ageDays: 9, region: US }
const eksNode = { prefix: 'eks-node-1.33', ageDays: 12, region: US }
const olderEksNode = { prefix: 'eks-node-1.32', ageDays: 140, region: US }
const windows = { prefix: 'windows-2025-hardened', ageDays: 20, region: US }
const bastion = { prefix: 'bastion', ageDays: 203, region: US }
const search = { prefix: 'search-indexer', ageDays: 6, region: US }

export const SEEDED_INSTANCES: readonly SeededInstance[] = [
  { image: payments, name: 'payments-api-1', state: 'running', type: 'm7i.large' },
  { image: payments, name: 'payments-api-2', state: 'running', type: 'm7i.large' },
  { image: olderPayments, name: 'payments-worker', state: 'running', type: 'c7i.xlarge' },
  { image: checkout, name: 'checkout-api-1', state: 'running', type: 'm7g.large' },
  { image: eksNode, name: 'eks-shared-node-1', state: 'running', type: 'm7i.2xlarge' },
  { image: bastion, name: 'bastion', state: 'stopped', type: 't3.micro' },
  // EC2 lists it for a while; it no longer uses the image.
  { image: search, name: 'search-reindex', state: 'terminated', type: 'r7i.xlarge' },
  {
    image: { prefix: 'payments-base', ageDays: 3, region: EU },
    name: 'payments-api-eu-1',
    state: 'running',
    type: 'm7i.large',
  },
  // Of images that are gone: EC2 goes on running them, and cannot launch them again.
  {
    image: { prefix: 'payments-base', ageDays: 97, region: US },
    name: 'payments-reports',
    state: 'running',
    type: 'm7i.large',
    team: 'payments',
  },
  {
    image: { prefix: 'eks-node-1.31', ageDays: 260, region: EU },
    name: 'eks-legacy-node-1',
    state: 'running',
    type: 'm7i.2xlarge',
    team: 'platform',
  },
  // In another account, of images that are shared with it, or were.
  ...[payments, payments, olderPayments, { prefix: 'payments-base', ageDays: 97, region: US }].map(
    (image, index) => ({
      image,
      name: `payments-staging-${index + 1}`,
      state: 'running' as const,
      type: 'm7i.large',
      account: STAGING_ACCOUNT,
      team: 'payments',
    }),
  ),
]

export const SEEDED_LAUNCH_TEMPLATES: readonly SeededLaunchTemplate[] = [
  // The default version still launches the older image: a check of the latest version alone misses it.
  { name: 'payments-api', region: US, versions: [olderPayments, payments], defaultVersion: 1 },
  { name: 'checkout-api', region: US, versions: [checkout], defaultVersion: 1 },
  { name: 'eks-workers', region: US, versions: ['resolve:ssm:/platform/eks-node/latest'], defaultVersion: 1 },
]

export const SEEDED_LAUNCH_CONFIGURATIONS = [
  { name: 'bastion-2024', region: US, image: bastion, type: 't3.micro' },
] as const

export const SEEDED_GROUPS: readonly SeededGroup[] = [
  {
    name: 'payments-api',
    region: US,
    template: 'payments-api',
    version: '$Latest',
    instances: ['payments-api-1', 'payments-api-2'],
  },
  // No instance runs it now, but the next one that the group launches will.
  { name: 'payments-batch', region: US, template: 'payments-api', version: '1', instances: [] },
  {
    name: 'eks-workers',
    region: US,
    template: 'eks-workers',
    version: '$Default',
    instances: ['eks-shared-node-1'],
  },
  {
    name: 'checkout-mixed',
    region: US,
    template: 'checkout-api',
    version: '$Default',
    overrides: [
      { type: 'm7g.large' },
      { type: 'm7i.large', image: payments },
      { type: 'c7i.large', version: '1' },
    ],
    instances: ['checkout-api-1'],
  },
  { name: 'bastion', region: US, launchConfiguration: 'bastion-2024', instances: [] },
]

export const SEEDED_PARAMETERS: readonly SeededParameter[] = [
  { name: '/platform/eks-node/latest', region: US, image: eksNode, dataType: 'aws:ec2:image' },
  { name: '/platform/eks-node/previous', region: US, image: olderEksNode, dataType: 'aws:ec2:image' },
  { name: '/payments/base-image', region: US, image: payments, dataType: 'aws:ec2:image' },
  // Parameter Store treats it as plain text, so it is no reference to an image.
  { name: '/search/indexer-image', region: US, image: search, dataType: 'text' },
]

export const SEEDED_RECIPES: readonly SeededRecipe[] = [
  { kind: 'image-recipe', name: 'windows-2025-hardened', version: '1.4.0', image: windows },
  { kind: 'image-recipe', name: 'payments-service', version: '2.0.1', image: payments },
  { kind: 'container-recipe', name: 'eks-build-agent', version: '1.0.0', image: eksNode },
]
