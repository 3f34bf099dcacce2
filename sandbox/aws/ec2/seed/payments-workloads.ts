import { BUILD_AGES } from './payments-base.ts'
import {
  type ImageChoice,
  type SeededGroup,
  type SeededInstance,
  type SeededLaunchTemplate,
  type SeededParameter,
  STAGING_ACCOUNT,
} from './seeds.ts'

const US = 'us-east-1'
const EU = 'eu-west-1'

const DEV = '/golden/payments-base/dev'
const PROD = '/golden/payments-base/prod'

const build = (ageDays: number, region = US): ImageChoice => ({ prefix: 'payments-base', ageDays, region })

/** Before the one that prod names now. */
const earlierProd = build(34)
const { prod, bad, dev } = BUILD_AGES

const runs = (name: string, image: ImageChoice, team: string, account?: string): SeededInstance => ({
  image,
  name,
  state: 'running',
  type: 'm7i.large',
  team,
  ...(account !== undefined && { account }),
})

export const PAYMENTS_INSTANCES: readonly SeededInstance[] = [
  runs('payments-web-1', build(prod), 'payments'),
  runs('payments-web-2', build(prod), 'payments'),
  runs('payments-web-eu-1', build(prod, EU), 'payments'),
  // Launched when prod named the build before, and never replaced.
  runs('payments-web-3', earlierProd, 'payments'),
  runs('risk-scoring-1', earlierProd, 'risk'),
  runs('payments-batch-1', build(bad), 'payments'),
  runs('payments-batch-eu-1', build(bad, EU), 'payments'),
  runs('payments-staging-web-1', build(bad), 'payments', STAGING_ACCOUNT),
  runs('settlement-1', { prefix: 'payments-settlement', ageDays: 11, region: US }, 'settlement'),
]

const web = (region: string, parameter: string, account?: string): SeededLaunchTemplate => ({
  name: 'payments-web',
  region,
  versions: [`resolve:ssm:${parameter}`],
  defaultVersion: 1,
  ...(account !== undefined && { account }),
})

export const PAYMENTS_TEMPLATES: readonly SeededLaunchTemplate[] = [
  web(US, PROD),
  web(EU, PROD),
  web(US, DEV, STAGING_ACCOUNT),
]

const webGroup = (region: string, instances: readonly string[], account?: string): SeededGroup => ({
  name: 'payments-web',
  region,
  template: 'payments-web',
  version: '$Default',
  instances,
  ...(account !== undefined && { account }),
})

export const PAYMENTS_GROUPS: readonly SeededGroup[] = [
  webGroup(US, ['payments-web-1', 'payments-web-2', 'payments-web-3']),
  webGroup(EU, ['payments-web-eu-1']),
  webGroup(US, ['payments-staging-web-1'], STAGING_ACCOUNT),
]

const alias = (
  name: string,
  region: string,
  images: readonly ImageChoice[],
  account?: string,
): SeededParameter => ({
  name,
  region,
  images,
  dataType: 'aws:ec2:image',
  // A build is tried out in dev first.
  daysLater: name === PROD ? 3 : 0,
  ...(account !== undefined && { account }),
})

/** The aliases. In the staging account, dev still names the bad build. */
export const PAYMENTS_ALIASES: readonly SeededParameter[] = [
  alias(DEV, US, [build(prod), build(bad), build(dev)]),
  alias(PROD, US, [earlierProd, build(prod)]),
  alias(DEV, EU, [build(prod, EU), build(bad, EU), build(dev, EU)]),
  alias(PROD, EU, [build(prod, EU)]),
  alias(DEV, US, [build(prod), build(bad)], STAGING_ACCOUNT),
  alias(PROD, US, [build(prod)], STAGING_ACCOUNT),
]
