import { fitsAny } from './clauses.ts'
import { isMatch } from './glob.ts'
import { type ImageRef, type ImageState, imageKey } from './image.ts'
import { type ListedFacts, launchedBeforeMs } from './listed-facts.ts'

/** One image of a list. */
export interface ListedImage {
  image: ImageRef
  state: ImageState
  facts: ListedFacts
  family: string | undefined
  /** The user group that owns its family, and the owner by its tags. */
  owners: readonly string[]
  /** When it was deregistered, if that is known; until when the Recycle Bin keeps it. */
  goneAtMs?: number
  recycledUntilMs?: number
}

/** Which images a list shows. Of several values of one filter, one has to fit; all filters have to. */
export interface ListFilter {
  states: readonly ImageState[]
  accounts: readonly string[]
  regions: readonly string[]
  families: readonly string[]
  owners: readonly string[]
  tags: readonly { key: string; value: string }[]
  olderThanMs?: number
  /** A name or id with `*` and `?`. */
  name?: string
}

type Aged = Pick<ListedImage, 'state' | 'facts' | 'goneAtMs'>

/** Since when an image counts as old: a deregistered one since it was deregistered, any other since it was created. */
const agedFromMs = ({ state, facts, goneAtMs }: Aged): number | undefined =>
  state === 'deregistered' ? goneAtMs : facts.createdAtMs

/** `unknown`: whether it fits is decided by a tag or a date that is not known. */
export type Fit = 'yes' | 'no' | 'unknown'

const some = <T>(wanted: readonly T[], fits: (one: T) => boolean): Fit =>
  wanted.length === 0 || wanted.some(fits) ? 'yes' : 'no'

const lower = (text: string): string => text.toLowerCase()

/** Names of families and owners: capitals do not count. */
const fitsText = (patterns: readonly string[], texts: () => readonly string[]): Fit =>
  some(patterns, pattern => texts().some(text => isMatch(lower(pattern), lower(text))))

const fitsTag = ({ tags, hasMoreTags }: ListedFacts, key: string, values: readonly string[]): Fit => {
  if (Object.hasOwn(tags, key)) return fitsAny(values, tags[key]) ? 'yes' : 'no'
  return hasMoreTags ? 'unknown' : 'no'
}

/** Whether all of these tags fit; of several values of one key, one has to. */
export const fitsTags = (facts: ListedFacts, wanted: ListFilter['tags']): Fit => {
  const keys = [...new Set(wanted.map(({ key }) => key))]
  const valuesOf = (key: string) => wanted.filter(one => one.key === key).map(({ value }) => value)
  return worst(keys.map(key => fitsTag(facts, key, valuesOf(key))))
}

const worst = (fits: readonly Fit[]): Fit =>
  fits.includes('no') ? 'no' : fits.includes('unknown') ? 'unknown' : 'yes'

const fitsAge = (image: ListedImage, olderThanMs: number | undefined, nowMs: number): Fit => {
  if (olderThanMs === undefined) return 'yes'
  const fromMs = agedFromMs(image)
  if (fromMs === undefined) return 'unknown'
  return nowMs - fromMs > olderThanMs ? 'yes' : 'no'
}

/** Whether a list shows an image. */
export const fitsFilter = (image: ListedImage, filter: ListFilter, nowMs: number): Fit => {
  const { state, facts } = image
  const { account, region, imageId } = image.image
  const { name } = filter
  return worst([
    some(filter.states, one => one === state),
    some(filter.accounts, one => one === account),
    some(filter.regions, one => one === region),
    name === undefined || isMatch(name, facts.name ?? '') || isMatch(name, imageId) ? 'yes' : 'no',
    fitsText(filter.families, () => (image.family === undefined ? [] : [image.family])),
    fitsText(filter.owners, () => image.owners),
    fitsTags(facts, filter.tags),
    fitsAge(image, filter.olderThanMs, nowMs),
  ])
}

/** The newest first; deregistered images by the time of their deregistration, images without a date last. */
export const newestFirst = (
  a: Aged & Pick<ListedImage, 'image'>,
  b: Aged & Pick<ListedImage, 'image'>,
): number =>
  (agedFromMs(b) ?? 0) - (agedFromMs(a) ?? 0) ||
  (a.image.imageId < b.image.imageId ? -1 : a.image.imageId > b.image.imageId ? 1 : 0)

const DAY_MS = 24 * 60 * 60_000

/** The images that are revoked, by `imageKey`: none of them is the newest of its family. */
export type RevokedKeys = Pick<ReadonlyMap<string, unknown>, 'has'>

/** States in which an image can be stale: all others are not there to be launched. */
const CAN_BE_STALE: readonly ImageState[] = ['available', 'disabled']

/**
 * The images that nobody seems to need: older than the given days, not launched in that time, and not the newest available image of their
 * family in their account and region. A revoked image is not the newest. An image with an unknown date or family is left out. Who uses
 * them is not looked up here.
 */
export const staleOf = (
  images: readonly ListedImage[],
  afterDays: number,
  nowMs: number,
  revoked: RevokedKeys = new Map(),
): ListedImage[] => {
  const sinceMs = nowMs - afterDays * DAY_MS
  const newest = new Map<string, number>()
  for (const one of images) {
    const { createdAtMs } = one.facts
    if (
      one.state !== 'available' ||
      revoked.has(imageKey(one.image)) ||
      createdAtMs === undefined ||
      one.family === undefined
    )
      continue
    const key = familyPlace(one)
    newest.set(key, Math.max(newest.get(key) ?? 0, createdAtMs))
  }
  return images.filter(one => {
    const { createdAtMs } = one.facts
    if (!CAN_BE_STALE.includes(one.state) || createdAtMs === undefined || one.family === undefined)
      return false
    if (createdAtMs >= sinceMs || (launchedBeforeMs(one.facts) ?? 0) > sinceMs) return false
    return createdAtMs < (newest.get(familyPlace(one)) ?? 0)
  })
}

const familyPlace = ({ image, family }: ListedImage): string => `${image.account}/${image.region}/${family}`
