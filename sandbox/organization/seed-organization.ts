import type { Fleet, StoredImage } from '../aws/ec2/fleet.ts'
import { addInstance, type Place } from '../aws/ec2/seed/add-workloads.ts'
import { bakedAtMs } from '../aws/ec2/seed/dates.ts'
import { addRecycleBinRules } from '../aws/ec2/seed/recycle-bin-rules.ts'
import { addSeededImage } from '../aws/ec2/seed/seeded-image.ts'
import type { SeededImage } from '../aws/ec2/seed/seeds.ts'
import {
  ACCOUNTS_WITH_ALIASES,
  type OrganizationSize,
  type PlannedAccount,
  planAccounts,
  REGIONS,
} from './plan-accounts.ts'

/** Built in the account of amiops, and copied into each account and region. */
export const GOLDEN = [
  { name: 'golden-al2023', description: 'Amazon Linux 2023, hardened', rootGiB: 8 },
  { name: 'golden-ubuntu-24.04', description: 'Ubuntu 24.04 LTS, hardened', rootGiB: 16 },
  { name: 'golden-eks-node', description: 'Node of the clusters', rootGiB: 20 },
] as const

/** Ages in days of the builds of each golden image; the newest is the one to promote. */
const GOLDEN_AGES = [2, 9, 16, 30]
/** Which of them the aliases name: an index for each. */
const NAMED = { prod: 2, dev: 1 } as const

export const aliasParameter = (family: string, alias: string): string => `/golden/${family}/${alias}`

const ORGANIZATION = 'arn:aws:organizations::123456789012:organization/o-sandbox001'

const unitIdOf = (unit: string): string => `ou-sbox-${unit.toLowerCase().padEnd(8, '0')}`

const unitArnOf = (unit: string): string =>
  `arn:aws:organizations::123456789012:ou/o-sandbox001/${unitIdOf(unit)}`

const goldenImages = (account: PlannedAccount, region: string, home: PlannedAccount): SeededImage[] =>
  GOLDEN.flatMap(({ name, description, rootGiB }) =>
    GOLDEN_AGES.map((ageDays): SeededImage => {
      const isOriginal = account.id === home.id && region === REGIONS[0]
      return {
        name: `${name}-{date}`,
        region,
        account: account.id,
        ageDays,
        description,
        sizesGiB: [rootGiB],
        tags: { Team: 'platform', Service: name, Environment: 'production', ManagedBy: 'image-builder' },
        ...(ageDays < 30 && { lastLaunchedDaysAgo: 1 }),
        ...(isOriginal ? { fromInstance: true } : { source: { name: `${name}-{date}`, region: REGIONS[0] } }),
        ...(account.id !== home.id && { inManyAccounts: true }),
      }
    }),
  )

const ownImages = ({ id, team, environment }: PlannedAccount, region: string): SeededImage[] =>
  ['api', 'worker'].flatMap(service =>
    [1, 8, 22, 95].map((ageDays, build): SeededImage => {
      const name = `${team}-${service}`
      return {
        name: `${name}-{date}`,
        region,
        account: id,
        ageDays,
        description: `The ${service} of ${team}`,
        sizesGiB: [8, ...(service === 'worker' ? [50] : [])],
        tags: { Team: team, Service: name, Environment: environment, ManagedBy: 'packer' },
        fromInstance: true,
        inManyAccounts: true,
        ...(build < 2 && { lastLaunchedDaysAgo: ageDays }),
        ...(build === 3 && { state: 'disabled' as const, deprecatedDaysAgo: 5 }),
      }
    }),
  )

/** Two services: one up to date, the other on a build that is three weeks old. */
const addInstances = (
  fleet: Fleet,
  { id, team }: PlannedAccount,
  region: string,
  images: StoredImage[],
  nowMs: number,
) => {
  const place: Place = { account: id, region, atMs: bakedAtMs(1, nowMs) }
  const start = (service: string, stored: StoredImage | undefined) => {
    if (!stored) return
    const tags = { Team: team, Service: `${team}-${service}` }
    const facts = { name: `${team}-${service}-1`, imageId: stored.image.ImageId, tags }
    addInstance(fleet, place, { ...facts, type: 'm7i.large', state: 'running' })
  }
  const own = images.slice(-8)
  start('api', own[0])
  start('worker', own[6])
  start('bastion', images[NAMED.prod])
}

const addAliases = (fleet: Fleet, account: PlannedAccount, images: readonly StoredImage[], nowMs: number) => {
  const [{ name: family }] = GOLDEN
  for (const [alias, build] of Object.entries(NAMED)) {
    const image = images[build]
    if (!image) continue
    fleet.parameters.push({
      account: account.id,
      region: image.region,
      name: aliasParameter(family, alias),
      type: 'String',
      dataType: 'aws:ec2:image',
      versions: [
        {
          version: 1,
          value: image.image.ImageId,
          modifiedAtMs: bakedAtMs(GOLDEN_AGES[build] ?? 0, nowMs),
          modifiedBy: `arn:aws:sts::${account.id}:assumed-role/terraform/golden-images`,
          labels: [],
        },
      ],
    })
  }
}

const JOINED_DAYS_AGO = 400

const belongsTo = ({ unit, trouble }: PlannedAccount): string[] =>
  trouble === 'left' ? [] : [ORGANIZATION, unitArnOf(unit)]

/** Fills the fleet with the images, instances and aliases of an organization. */
export const seedOrganization = (fleet: Fleet, size: OrganizationSize, nowMs: number): void => {
  const accounts = planAccounts(size.accounts)
  const [home] = accounts
  if (!home) return
  const regions = REGIONS.slice(0, size.regions)
  // These are all accounts: those of the other fleets do not exist here.
  fleet.memberOf = {}
  for (const [at, account] of accounts.entries()) {
    fleet.memberFacts = {
      ...fleet.memberFacts,
      [account.id]: { name: account.name, joinedAtMs: bakedAtMs(JOINED_DAYS_AGO, nowMs) },
    }
    fleet.memberOf = { ...fleet.memberOf, [account.id]: belongsTo(account) }
    for (const [where, region] of regions.entries()) {
      const images = [...goldenImages(account, region, home), ...ownImages(account, region)].map(seeded =>
        addSeededImage(fleet, seeded, nowMs),
      )
      addInstances(fleet, account, region, images, nowMs)
      addRecycleBinRules(fleet, account.id, region)
      if (where === 0 && at < ACCOUNTS_WITH_ALIASES) addAliases(fleet, account, images, nowMs)
    }
  }
}
