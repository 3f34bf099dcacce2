/** What launches from the seeded images; an image is named by its name's beginning and its age in days. */
export interface SeededInstance {
  image: { prefix: string; ageDays: number; region: string }
  name: string
  state: 'running' | 'stopped'
  type: string
}

export interface SeededLaunchTemplate {
  name: string
  region: string
  /** Oldest first; a text is taken as it is, such as `resolve:ssm:…`. */
  versions: readonly (SeededInstance['image'] | string)[]
  defaultVersion: number
}

const US = 'us-east-1'
const EU = 'eu-west-1'

const payments = { prefix: 'payments-base', ageDays: 3, region: US }
const olderPayments = { prefix: 'payments-base', ageDays: 34, region: US }
const checkout = { prefix: 'checkout-api', ageDays: 9, region: US }
const eksNode = { prefix: 'eks-node-1.33', ageDays: 12, region: US }

export const SEEDED_INSTANCES: readonly SeededInstance[] = [
  { image: payments, name: 'payments-api-1', state: 'running', type: 'm7i.large' },
  { image: payments, name: 'payments-api-2', state: 'running', type: 'm7i.large' },
  { image: olderPayments, name: 'payments-worker', state: 'running', type: 'c7i.xlarge' },
  { image: checkout, name: 'checkout-api-1', state: 'running', type: 'm7g.large' },
  { image: eksNode, name: 'eks-shared-node-1', state: 'running', type: 'm7i.2xlarge' },
  {
    image: { prefix: 'bastion', ageDays: 203, region: US },
    name: 'bastion',
    state: 'stopped',
    type: 't3.micro',
  },
  {
    image: { prefix: 'payments-base', ageDays: 3, region: EU },
    name: 'payments-api-eu-1',
    state: 'running',
    type: 'm7i.large',
  },
]

export const SEEDED_LAUNCH_TEMPLATES: readonly SeededLaunchTemplate[] = [
  // The default version still launches the older image: the trap for whoever looks at the latest one alone.
  { name: 'payments-api', region: US, versions: [olderPayments, payments], defaultVersion: 1 },
  { name: 'checkout-api', region: US, versions: [checkout], defaultVersion: 1 },
  { name: 'eks-workers', region: US, versions: ['resolve:ssm:/platform/eks-node/latest'], defaultVersion: 1 },
]
