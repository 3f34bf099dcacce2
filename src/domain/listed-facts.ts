import { type ImageFacts, totalSizeGiB } from './image.ts'

/** The facts of an image that a scan saves, so that fifty thousand images can be listed without asking EC2. */
export interface ListedFacts {
  name?: string
  createdAtMs?: number
  /** As `totalSizeGiB`. */
  sizeGiB?: number
  /** The day of the last launch that EC2 knows of, from its beginning in UTC: EC2 reports it up to a day late anyway, and whole
   * days keep it from being written at each launch. */
  launchedOnMs?: number
  deprecatedAtMs?: number
  /** The tags that rules use, then others as far as there is room. */
  tags: Readonly<Record<string, string>>
  /** It has tags beside these. */
  hasMoreTags?: true
}

const DAY_MS = 24 * 60 * 60_000

/** As JSON in UTF-8. With it, 400 images have room in one item of the ledger, which holds 400 kB. */
const TAG_BYTES = 512

const NAME_LENGTH = 128

const encoder = new TextEncoder()
const bytesOf = (key: string, value: string): number =>
  encoder.encode(`${JSON.stringify(key)}:${JSON.stringify(value)},`).length

/**
 * What to keep of an image's facts.
 *
 * @param tagsFirst the keys of the tags that are kept before all others
 */
export const listedFactsOf = (facts: ImageFacts, tagsFirst: ReadonlySet<string>): ListedFacts => {
  const { name, createdAtMs, lastLaunchedAtMs, deprecatedAtMs, tags } = facts
  const sizeGiB = totalSizeGiB(facts)
  const kept = keptTags(tags, tagsFirst)
  return {
    ...(name !== undefined && { name: name.slice(0, NAME_LENGTH) }),
    ...(createdAtMs !== undefined && { createdAtMs }),
    ...(sizeGiB !== undefined && { sizeGiB }),
    ...(lastLaunchedAtMs !== undefined && {
      launchedOnMs: Math.floor(lastLaunchedAtMs / DAY_MS) * DAY_MS,
    }),
    ...(deprecatedAtMs !== undefined && { deprecatedAtMs }),
    tags: Object.fromEntries(kept),
    ...(kept.length < Object.keys(tags).length && { hasMoreTags: true }),
  }
}

const keptTags = (
  tags: ImageFacts['tags'],
  first: ReadonlySet<string>,
): (readonly [key: string, value: string])[] => {
  const kept: [string, string][] = []
  let room = TAG_BYTES
  const rank = (key: string): number => (first.has(key) ? 0 : 1)
  const sorted = Object.entries(tags).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
  for (const [key, value] of sorted) {
    const bytes = bytesOf(key, value)
    if (bytes > room) continue
    room -= bytes
    kept.push([key, value])
  }
  return kept
}

/** The latest time at which its last launch can have been; undefined if EC2 knows of none. */
export const launchedBeforeMs = ({ launchedOnMs }: ListedFacts): number | undefined =>
  launchedOnMs === undefined ? undefined : launchedOnMs + DAY_MS

export const isSameListed = (a: ListedFacts, b: ListedFacts): boolean =>
  a.name === b.name &&
  a.createdAtMs === b.createdAtMs &&
  a.sizeGiB === b.sizeGiB &&
  a.launchedOnMs === b.launchedOnMs &&
  a.deprecatedAtMs === b.deprecatedAtMs &&
  a.hasMoreTags === b.hasMoreTags &&
  Object.keys(a.tags).length === Object.keys(b.tags).length &&
  Object.entries(a.tags).every(([key, value]) => Object.hasOwn(b.tags, key) && b.tags[key] === value)
