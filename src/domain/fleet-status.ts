import { type Behind, type Build, buildsOf, createBehind, type FamilyMember, isRevoked } from './builds.ts'
import type { Config } from './config.ts'
import { familyOf } from './family.ts'
import type { FleetUse, ImageInUse } from './fleet-use.ts'
import { groupBy } from './group-by.ts'

/** What an instance's image is, the worst first. `uncompared`: no build of its family is known that could be launched. */
export const FLEET_STATUSES = [
  'revoked',
  'deregistered',
  'notAllowed',
  'disabled',
  'deprecated',
  'behind',
  'uncompared',
  'current',
] as const
export type FleetStatus = (typeof FLEET_STATUSES)[number]

/** An instance, whose image was compared with its family. */
export interface ComparedUse extends FleetUse {
  family: string
  status: FleetStatus
  /** Given also for images that are gone, not allowed, disabled or deprecated; absent if there is nothing to compare with. */
  behind?: Behind
  /** The value of the first tag that says whose it is. */
  owner?: string
}

/** The families of a fleet: their builds, the newest first. */
export type FamilyBuilds = ReadonlyMap<string, readonly Build[]>

export const familyBuilds = (images: readonly FamilyMember[]): FamilyBuilds =>
  new Map(
    [...groupBy(images, ({ family }) => family)].map(([family, members]) => [family, buildsOf(members)]),
  )

const statusOf = (
  { state, isAllowed, deprecatedAtMs }: ImageInUse,
  { build, behind, nowMs }: { build: Build | undefined; behind: Behind | undefined; nowMs: number },
): FleetStatus => {
  if (build && isRevoked(build)) return 'revoked'
  if (state === 'deregistered') return 'deregistered'
  if (isAllowed === false) return 'notAllowed'
  if (state === 'disabled') return 'disabled'
  if (deprecatedAtMs !== undefined && deprecatedAtMs <= nowMs) return 'deprecated'
  if (behind === undefined) return 'uncompared'
  return behind.builds > 0 ? 'behind' : 'current'
}

/** Identifies an image, whichever account runs it: image ids are unique within a region. */
export const imageInRegion = ({ region, image }: Pick<FleetUse, 'region' | 'image'>): string =>
  `${region}/${image.imageId}`

/** The value of the first tag that says whose an instance is. */
export const ownerOf = (
  { tags }: Pick<FleetUse, 'tags'>,
  ownerTags: readonly string[],
): string | undefined => {
  const key = ownerTags.find(tag => Object.hasOwn(tags, tag) && tags[tag] !== '')
  return key === undefined ? undefined : tags[key]
}

/**
 * Compares the image of each instance with its family.
 *
 * @param builds of the images that EC2 lists, and of those that are gone as far as they are remembered
 */
export const compareFleet = (
  uses: readonly FleetUse[],
  builds: FamilyBuilds,
  config: Pick<Config, 'families' | 'fleet'>,
  nowMs: number,
): ComparedUse[] => {
  const buildOf = buildsInUse(uses, builds)
  const behinds = new Map<string, ReturnType<typeof createBehind>>()
  const behindIn = (family: string): ReturnType<typeof createBehind> => {
    const behind = behinds.get(family) ?? createBehind(builds.get(family) ?? [])
    behinds.set(family, behind)
    return behind
  }
  return uses.map(use => {
    const { image } = use
    const build = buildOf.get(imageInRegion(use))
    const family = build?.family ?? familyOf(image, config) ?? image.imageId
    const known =
      build ??
      (image.name !== undefined && image.createdAtMs !== undefined
        ? { name: image.name, createdAtMs: image.createdAtMs }
        : undefined)
    const behind = known && behindIn(family)(known)
    const owner = ownerOf(use, config.fleet.ownerTags)
    return {
      ...use,
      family,
      status: statusOf(image, { build, behind, nowMs }),
      ...(behind && { behind }),
      ...(owner !== undefined && { owner }),
    }
  })
}

/** The builds of the images that instances run, by the image in its region: a fleet has many more that nobody runs. */
const buildsInUse = (uses: readonly FleetUse[], builds: FamilyBuilds): ReadonlyMap<string, Build> => {
  const inUse = new Set(uses.map(imageInRegion))
  const found = new Map<string, Build>()
  for (const ofFamily of builds.values())
    for (const build of ofFamily)
      for (const { region, imageId } of build.images) {
        const key = `${region}/${imageId}`
        if (inUse.has(key)) found.set(key, build)
      }
  return found
}

export type StatusCounts = Readonly<Record<FleetStatus, number>>

export const countStatuses = (uses: readonly ComparedUse[]): StatusCounts => {
  const counts = Object.fromEntries(FLEET_STATUSES.map(status => [status, 0])) as Record<FleetStatus, number>
  for (const { status } of uses) counts[status]++
  return counts
}

const rankOf = (status: FleetStatus): number => FLEET_STATUSES.indexOf(status)

/** The worst status first, then the furthest behind. */
export const worstFirst = (a: ComparedUse, b: ComparedUse): number =>
  rankOf(a.status) - rankOf(b.status) ||
  (b.behind?.builds ?? 0) - (a.behind?.builds ?? 0) ||
  (b.behind?.days ?? 0) - (a.behind?.days ?? 0) ||
  (a.instanceId < b.instanceId ? -1 : 1)

/** The instances of one owner in one account that run one family. */
export interface FleetGroup {
  family: string
  account: string
  owner?: string
  counts: StatusCounts
  /** The worst first. */
  uses: readonly ComparedUse[]
}

/** By family, account and owner; the group with the worst status first, then the one with the most of it. */
export const groupFleet = (uses: readonly ComparedUse[]): FleetGroup[] => {
  const keyOf = ({ family, account, owner }: ComparedUse): string => JSON.stringify([family, account, owner])
  return [...groupBy(uses, keyOf).values()]
    .flatMap(some => {
      const sorted = [...some].sort(worstFirst)
      const [first] = sorted
      if (!first) return []
      const { family, account, owner } = first
      const counts = countStatuses(sorted)
      return [{ family, account, ...(owner !== undefined && { owner }), counts, uses: sorted }]
    })
    .sort(byCounts)
}

const byCounts = (a: FleetGroup, b: FleetGroup): number => {
  const differing = FLEET_STATUSES.find(status => a.counts[status] !== b.counts[status])
  if (differing !== undefined) return b.counts[differing] - a.counts[differing]
  return `${a.family}/${a.account}` < `${b.family}/${b.account}` ? -1 : 1
}
