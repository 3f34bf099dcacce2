import type { AccountRegion } from './alias.ts'
import type { ImageRef, ImageState } from './image.ts'
import { type ListedImage, newestFirst, type RevokedKeys, staleOf } from './list-filter.ts'

/** How old an image is, in words of the fleet at a glance. */
export const AGES = ['month', 'quarter', 'year', 'older', 'unknown'] as const
export type Age = (typeof AGES)[number]

/** What a glance names of an image. */
export interface GlanceImage {
  imageId: string
  name?: string
  createdAtMs?: number
}

/** The images of an account and region in a few numbers, so that nobody has to read all of them. */
export interface PlaceGlance extends AccountRegion {
  states: Readonly<Partial<Record<ImageState, number>>>
  ages: Readonly<Record<Age, number>>
  /** Of their snapshots, as far as it is known. */
  sizeGiB: number
  stale: { images: number; sizeGiB: number; oldest: readonly GlanceImage[] }
  /** The newest that failed. */
  failed: readonly GlanceImage[]
  /** The numbers of the families that have reports of their own. */
  families?: Readonly<Record<string, FamilyGlance>>
}

/** The images of one family in a place. */
export interface FamilyGlance {
  images: number
  sizeGiB: number
  ages: Readonly<Record<Age, number>>
}

const DAY_MS = 24 * 60 * 60_000
/** How many stale images are kept of each place: as many as are shown of all places. */
const OLDEST = 3
/** As many failures as one Home looks at. */
const FAILED = 20

const ageOf = ({ facts: { createdAtMs } }: ListedImage, nowMs: number): Age => {
  if (createdAtMs === undefined) return 'unknown'
  const days = (nowMs - createdAtMs) / DAY_MS
  if (days < 30) return 'month'
  if (days < 90) return 'quarter'
  return days < 365 ? 'year' : 'older'
}

const named = ({ image, facts: { name, createdAtMs } }: ListedImage): GlanceImage => ({
  imageId: image.imageId,
  ...(name !== undefined && { name }),
  ...(createdAtMs !== undefined && { createdAtMs }),
})

const sizeOf = (images: readonly ListedImage[]): number =>
  images.reduce((sum, { facts }) => sum + (facts.sizeGiB ?? 0), 0)

/** The images of a place at a glance. */
export const glanceOf = (
  { account, region }: AccountRegion,
  images: readonly ListedImage[],
  staleAfterDays: number,
  nowMs: number,
  revoked?: RevokedKeys,
): PlaceGlance => {
  const states: Partial<Record<ImageState, number>> = {}
  const ages = { month: 0, quarter: 0, year: 0, older: 0, unknown: 0 }
  for (const one of images) {
    states[one.state] = (states[one.state] ?? 0) + 1
    ages[ageOf(one, nowMs)] += 1
  }
  const stale = staleOf(images, staleAfterDays, nowMs, revoked).sort(newestFirst)
  const failed = images.filter(({ state }) => state === 'failed').sort(newestFirst)
  return {
    account,
    region,
    states,
    ages,
    sizeGiB: sizeOf(images),
    stale: {
      images: stale.length,
      sizeGiB: sizeOf(stale),
      oldest: stale.slice(-OLDEST).reverse().map(named),
    },
    failed: failed.slice(0, FAILED).map(named),
  }
}

const NO_AGES: FamilyGlance['ages'] = { month: 0, quarter: 0, year: 0, older: 0, unknown: 0 }

/** The images of these families at a glance. */
export const familyGlances = (
  images: readonly ListedImage[],
  families: ReadonlySet<string>,
  nowMs: number,
): Readonly<Record<string, FamilyGlance>> => {
  const glances: Record<string, FamilyGlance> = {}
  for (const image of images) {
    const name = image.family
    if (name === undefined || !families.has(name)) continue
    const { images: count, sizeGiB, ages } = glances[name] ?? { images: 0, sizeGiB: 0, ages: NO_AGES }
    const age = ageOf(image, nowMs)
    glances[name] = {
      images: count + 1,
      sizeGiB: sizeGiB + (image.facts.sizeGiB ?? 0),
      ages: { ...ages, [age]: ages[age] + 1 },
    }
  }
  return glances
}

export const imagesIn = ({ states }: PlaceGlance): number =>
  Object.values(states).reduce((sum, images) => sum + images, 0)

/** An image of a glance, and where it is. */
export type PlacedImage = GlanceImage & { image: ImageRef }

const placed = ({ account, region }: PlaceGlance, images: readonly GlanceImage[]): PlacedImage[] =>
  images.map(one => ({ ...one, image: { account, region, imageId: one.imageId } }))

const createdAt = ({ createdAtMs = 0 }: GlanceImage): number => createdAtMs

/** The failed images of all places that were created since then, or at a time that is not known; the newest first. */
export const failedSince = (glances: readonly PlaceGlance[], sinceMs: number): PlacedImage[] =>
  glances
    .flatMap(glance => placed(glance, glance.failed))
    .filter(({ createdAtMs = sinceMs }) => createdAtMs >= sinceMs)
    .sort((a, b) => createdAt(b) - createdAt(a))

/** The oldest stale images of all places. */
export const oldestStale = (glances: readonly PlaceGlance[]): PlacedImage[] =>
  glances
    .flatMap(glance => placed(glance, glance.stale.oldest))
    .sort((a, b) => createdAt(a) - createdAt(b))
    .slice(0, OLDEST)
