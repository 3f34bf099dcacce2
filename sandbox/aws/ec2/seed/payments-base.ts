import { CRITICAL_SCAN, USUAL_SCAN } from './scans.ts'
import { type SeededImage, STAGING_ACCOUNT } from './seeds.ts'

const US = 'us-east-1'
const EU = 'eu-west-1'

/** How old each build is, in days: the one that prod names, the bad one, and so on. */
export const BUILD_AGES = { prod: 21, encrypted: 16, bad: 13, dev: 9 } as const

const TAGS = { Team: 'payments', Service: 'payments-api', Environment: 'production', ManagedBy: 'packer' }

const NAME = 'payments-base-{date}'

/** A build of us-east-1, which the staging account can launch. */
const build = (ageDays: number, more: Partial<SeededImage> = {}): SeededImage => ({
  name: NAME,
  region: US,
  ageDays,
  tags: TAGS,
  sizesGiB: [30],
  key: 'golden-images',
  description: 'Golden image of the payment services',
  sharedWith: [STAGING_ACCOUNT],
  fromInstance: true,
  scan: USUAL_SCAN,
  ...more,
})

const copy = (ageDays: number, more: Partial<SeededImage> = {}): SeededImage => ({
  name: NAME,
  region: EU,
  ageDays,
  tags: TAGS,
  sizesGiB: [30],
  key: 'golden-images',
  source: { name: NAME, region: US },
  scan: USUAL_SCAN,
  ...more,
})

/** An image that was made from an instance of a build. */
const descendant = (name: string, Team: string, ageDays: number, ofAgeDays: number): SeededImage => ({
  name,
  region: US,
  ageDays,
  tags: { ...TAGS, Team, Service: Team },
  sizesGiB: [30],
  key: 'golden-images',
  source: { name: NAME, region: US, ageDays: ofAgeDays },
  fromInstance: true,
})

const BAD = {
  tags: { ...TAGS, Status: 'bad' },
  description: 'Drops connections under load',
  scan: CRITICAL_SCAN,
}

/**
 * The builds that the aliases of `payments-base` name, or named, with copies and descendants. The newest build, of three days
 * ago, is among the other images: no alias names it yet.
 */
export const PAYMENTS_BUILDS: readonly SeededImage[] = [
  build(BUILD_AGES.prod, { lastLaunchedDaysAgo: 1 }),
  copy(BUILD_AGES.prod, { lastLaunchedDaysAgo: 4 }),
  descendant('payments-ledger-{date}', 'ledger', 18, BUILD_AGES.prod),
  // Its key is shared with nobody, so the accounts that it is shared with cannot launch it.
  build(BUILD_AGES.encrypted, {
    key: 'payments-internal',
    description: 'Encrypted with the key of the payments team',
  }),
  build(BUILD_AGES.bad, { ...BAD, lastLaunchedDaysAgo: 11 }),
  copy(BUILD_AGES.bad, { ...BAD, lastLaunchedDaysAgo: 12 }),
  descendant('payments-settlement-{date}', 'settlement', 11, BUILD_AGES.bad),
  build(BUILD_AGES.dev, { lastLaunchedDaysAgo: 8 }),
  copy(BUILD_AGES.dev),
]
