import { keptExposure } from './exposure-alert.ts'
import { placeKey } from './fleet.ts'
import { groupBy } from './group-by.ts'
import type { ImageRef, ImageState } from './image.ts'
import {
  type Finding,
  type Impact,
  type InstancesByAccount,
  instancesElsewhere,
  type Use,
  usesOf,
} from './impact.ts'
import { NOBODY, type Sharing, sharedWith, withSharing } from './sharing.ts'

/** One image of a plan, as it was when the plan was requested. */
export interface SeenImage {
  image: ImageRef
  state: ImageState
  name?: string
  createdAtMs?: number
  lastLaunchedAtMs?: number
  sizeGiB?: number
  /** Until when the Recycle Bin keeps it, if it is deregistered. */
  recycledUntilMs?: number
  /** What the change would break; absent where it only restores something. */
  impact?: Impact
}

/** One of the images that matter most. */
export interface FirstImage extends Pick<SeenImage, 'image' | 'name' | 'state' | 'recycledUntilMs'> {
  /** The first uses that were found, and how many there are. */
  uses: readonly Use[]
  useCount: number
  /** Instances of other accounts. */
  instancesElsewhere: number
  /** Its uses could not be looked up. */
  isUnknown?: true
}

/** What was known of all images of a plan when it was requested. */
export interface PlanFacts {
  sizeGiB: number
  /** How many images each account and region has, the most first. */
  places: readonly { account: string; region: string; images: number }[]
  inUse: number
  /** Images whose uses could not be looked up: they count as in use. */
  unknown: number
  /** How many images others may launch, who these others are, and for how many images it is unknown. Absent if it was not looked up. */
  sharing?: { images: number; with: Sharing; unknown: number }
  /** Accounts whose instances are not known, and why. */
  unread: readonly { name: string; why: string }[]
  /** What the Recycle Bin would keep of them, where it was looked up. */
  kept?: PlanRetention
  /** Those that matter most: in use, then unknown, then the newest. */
  first: readonly FirstImage[]
}

/** What the rules of the Recycle Bin would keep of images that are to be deregistered. */
export interface PlanRetention {
  /** How many images a rule keeps, and for how many days: the fewest and the most. */
  images: number
  days: readonly [least: number, most: number]
  /** Those of them that could not be restored if their snapshots were deleted too. */
  withoutSnapshots: number
  /** No rule keeps them. */
  lost: number
  /** The rules could not be read. */
  unknown: number
}

/** How many of a plan's images its form shows. */
const FIRST_IMAGES = 10
const USES_SHOWN = 3
const PLACES_KEPT = 50
const UNREAD_KEPT = 20

const NOT_LISTED = { known: false as const, why: 'not looked up for many images at once' }

/**
 * An impact made of lists, and of the parts that were looked up for each image. Instances and launch templates are among the references.
 * The other parts would take a call for each image, so they stay unknown.
 */
export const impactOfLists = (
  references: Finding<readonly Use[]>,
  otherAccounts: Finding<InstancesByAccount>,
  more: Partial<Pick<Impact, 'autoScaling' | 'sharing' | 'retention'>> = {},
): Impact => ({
  references,
  otherAccounts,
  instances: NOT_LISTED,
  launchTemplates: NOT_LISTED,
  autoScaling: NOT_LISTED,
  sharing: NOT_LISTED,
  snapshots: NOT_LISTED,
  retention: NOT_LISTED,
  ...more,
})

/** Whether the lists that show an image's uses could not be read. */
const isUnknown = ({ impact }: SeenImage): boolean =>
  impact !== undefined &&
  (!impact.references.known ||
    !impact.autoScaling.known ||
    !impact.otherAccounts.known ||
    impact.otherAccounts.value.unread.length > 0)

const instancesOf = ({ impact }: SeenImage): number => (impact ? instancesElsewhere(impact) : 0)

const useCountOf = ({ impact }: SeenImage): number =>
  impact ? usesOf(impact).reduce((sum, { more }) => sum + (more ?? 1), 0) : 0

const isInUse = (one: SeenImage): boolean => useCountOf(one) + instancesOf(one) > 0

const rankOf = (one: SeenImage): number => (isInUse(one) ? 2 : isUnknown(one) ? 1 : 0)

const lastNeededMs = ({ lastLaunchedAtMs, createdAtMs }: SeenImage): number =>
  lastLaunchedAtMs ?? createdAtMs ?? 0

/** The most important first: in use by most, then unknown, then launched or built last. */
const worstFirst = (a: SeenImage, b: SeenImage): number =>
  rankOf(b) - rankOf(a) ||
  useCountOf(b) + instancesOf(b) - useCountOf(a) - instancesOf(a) ||
  lastNeededMs(b) - lastNeededMs(a) ||
  (a.image.imageId < b.image.imageId ? -1 : 1)

const firstOf = (one: SeenImage): FirstImage => ({
  image: one.image,
  state: one.state,
  ...(one.name !== undefined && { name: one.name }),
  ...(one.recycledUntilMs !== undefined && { recycledUntilMs: one.recycledUntilMs }),
  uses: one.impact ? usesOf(one.impact).slice(0, USES_SHOWN) : [],
  useCount: useCountOf(one),
  instancesElsewhere: instancesOf(one),
  ...(isUnknown(one) && { isUnknown: true as const }),
})

/** @returns undefined where it was not looked up for any of them */
const keptOf = (images: readonly SeenImage[]): PlanRetention | undefined => {
  const findings = images.flatMap(({ impact, sizeGiB }) => (impact ? [{ ...impact.retention, sizeGiB }] : []))
  const known = findings.flatMap(one => (one.known ? [{ ...one.value, sizeGiB: one.sizeGiB }] : []))
  if (known.length === 0) return undefined
  const kept = known.filter(({ imageDays }) => imageDays !== undefined)
  const days = kept.map(({ imageDays = 0 }) => imageDays)
  return {
    images: kept.length,
    days: [days.length > 0 ? Math.min(...days) : 0, Math.max(0, ...days)],
    // An image without a size has no snapshots that could be deleted.
    withoutSnapshots: kept.filter(one => one.snapshotDays === undefined && one.sizeGiB !== undefined).length,
    lost: known.length - kept.length,
    unknown: findings.length - known.length,
  }
}

/** @returns undefined where the change takes nothing away, so that nothing was looked up */
const sharingOf = (images: readonly SeenImage[]): PlanFacts['sharing'] => {
  const findings = images.flatMap(({ impact }) => (impact ? [impact.sharing] : []))
  if (findings.length === 0) return undefined
  const shared = findings.flatMap(one => (one.known && sharedWith(one.value) > 0 ? [one.value] : []))
  return {
    images: shared.length,
    with: keptExposure(shared.reduce(withSharing, NOBODY)),
    unknown: findings.filter(({ known }) => !known).length,
  }
}

export const planFactsOf = (images: readonly SeenImage[]): PlanFacts => {
  const places = [...groupBy(images, ({ image }) => placeKey(image)).values()].flatMap(ofPlace => {
    const [first] = ofPlace
    return first ? [{ account: first.image.account, region: first.image.region, images: ofPlace.length }] : []
  })
  const kept = keptOf(images)
  const sharing = sharingOf(images)
  const unread = new Map<string, string>()
  for (const { impact } of images)
    if (impact?.otherAccounts.known)
      for (const { name, why } of impact.otherAccounts.value.unread) unread.set(name, why)
  return {
    sizeGiB: images.reduce((sum, { sizeGiB = 0 }) => sum + sizeGiB, 0),
    places: places.sort((a, b) => b.images - a.images).slice(0, PLACES_KEPT),
    inUse: images.filter(isInUse).length,
    unknown: images.filter(one => !isInUse(one) && isUnknown(one)).length,
    unread: [...unread].slice(0, UNREAD_KEPT).map(([name, why]) => ({ name, why: why.slice(0, 100) })),
    ...(kept && { kept }),
    ...(sharing && { sharing }),
    first: [...images].sort(worstFirst).slice(0, FIRST_IMAGES).map(firstOf),
  }
}

/** An image that was selected and is not part of the plan. */
export interface LeftOut {
  image: ImageRef
  name?: string
  /** "it is disabled" */
  why: string
  /** EC2 did not say what it is. */
  isUnread?: true
}
