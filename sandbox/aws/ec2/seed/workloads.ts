import {
  PAYMENTS_ALIASES,
  PAYMENTS_GROUPS,
  PAYMENTS_INSTANCES,
  PAYMENTS_TEMPLATES,
} from './payments-workloads.ts'
import {
  type SeededGroup,
  type SeededInstance,
  type SeededLaunchTemplate,
  type SeededParameter,
  type SeededRecipe,
  STAGING_ACCOUNT,
} from './seeds.ts'

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
  ...PAYMENTS_INSTANCES,
]

export const SEEDED_LAUNCH_TEMPLATES: readonly SeededLaunchTemplate[] = [
  // The default version still launches the older image: a check of the latest version alone misses it.
  { name: 'payments-api', region: US, versions: [olderPayments, payments], defaultVersion: 1 },
  { name: 'checkout-api', region: US, versions: [checkout], defaultVersion: 1 },
  { name: 'eks-workers', region: US, versions: ['resolve:ssm:/platform/eks-node/latest'], defaultVersion: 1 },
  ...PAYMENTS_TEMPLATES,
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
  ...PAYMENTS_GROUPS,
]

export const SEEDED_PARAMETERS: readonly SeededParameter[] = [
  { name: '/platform/eks-node/latest', region: US, images: [eksNode], dataType: 'aws:ec2:image' },
  { name: '/platform/eks-node/previous', region: US, images: [olderEksNode], dataType: 'aws:ec2:image' },
  { name: '/payments/base-image', region: US, images: [payments], dataType: 'aws:ec2:image' },
  // Parameter Store treats it as plain text, so it is no reference to an image.
  { name: '/search/indexer-image', region: US, images: [search], dataType: 'text' },
  ...PAYMENTS_ALIASES,
]

export const SEEDED_RECIPES: readonly SeededRecipe[] = [
  { kind: 'image-recipe', name: 'windows-2025-hardened', version: '1.4.0', image: windows },
  { kind: 'image-recipe', name: 'payments-service', version: '2.0.1', image: payments },
  { kind: 'container-recipe', name: 'eks-build-agent', version: '1.0.0', image: eksNode },
]
