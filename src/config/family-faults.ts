import * as v from 'valibot'
import { coversPattern } from '../domain/glob.ts'
import type { PathFault } from './fault.ts'

const patterns = v.union([
  v.pipe(
    v.string(),
    v.transform(one => [one]),
  ),
  v.pipe(v.array(v.string()), v.minLength(1)),
])
const tags = v.record(v.string(), v.string())
const bothDays = v.object({ disableAfterDays: v.number(), deregisterAfterDays: v.number() })

/** Read from a file that may be wrong anywhere else; the schema reports values that are wrong by themselves. */
const FAMILY = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform(given => ({
    hasClause: given.name !== undefined || given.tags !== undefined,
    name: v.is(patterns, given.name) ? v.parse(patterns, given.name) : undefined,
    tags: v.is(tags, given.tags) ? given.tags : undefined,
    retirement: v.is(bothDays, given.retirement) ? given.retirement : undefined,
  })),
)
const FAMILIES = v.object({
  families: v.record(v.string(), v.fallback(v.union([FAMILY, v.undefined()]), undefined)),
})

type Family = v.InferOutput<typeof FAMILY>

/**
 * The name of an image, and a pattern of it: 3 to 128 of these characters.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
 */
const IMAGE_NAME = /^[A-Za-z0-9()[\] ./'@_*?-]+$/
const NAME_LENGTH = { least: 3, most: 128 }

/** Families that match nothing: no clause, a name that no image can have, all of it in an earlier family. */
export const familyFaults = (raw: unknown): PathFault[] => {
  const read = v.safeParse(FAMILIES, raw)
  if (!read.success) return []
  const families = Object.entries(read.output.families).flatMap(([name, family]) =>
    family ? [{ name, family }] : [],
  )
  return families.flatMap(({ name, family }, i) => [
    ...withoutClause(name, family),
    ...impossible(name, family),
    ...tooSoon(name, family),
    ...covered(name, family, families.slice(0, i)),
  ])
}

const withoutClause = (family: string, { hasClause }: Family): PathFault[] =>
  hasClause
    ? []
    : [{ path: ['families', family], expected: 'a name or tags that its images have, got neither' }]

/** An image is disabled before it is deregistered: it can still be enabled, if somebody needs it. */
const tooSoon = (family: string, { retirement }: Family): PathFault[] =>
  retirement && retirement.deregisterAfterDays <= retirement.disableAfterDays
    ? [
        {
          path: ['families', family, 'retirement', 'deregisterAfterDays'],
          expected: `more than disableAfterDays (${retirement.disableAfterDays}), got ${retirement.deregisterAfterDays}`,
        },
      ]
    : []

const isPossible = (pattern: string): boolean => {
  const length = pattern.replaceAll('*', '').length
  const isLongEnough = pattern.includes('*') || length >= NAME_LENGTH.least
  return IMAGE_NAME.test(pattern) && isLongEnough && length <= NAME_LENGTH.most
}

const impossible = (family: string, { name = [] }: Family): PathFault[] =>
  name
    .filter(pattern => pattern !== '' && !isPossible(pattern))
    .map(pattern => ({
      path: ['families', family, 'name'],
      expected: `a name that an image can have (${NAME_LENGTH.least} to ${NAME_LENGTH.most} letters, digits, spaces and ( ) [ ] . / - ' @ _), got ${JSON.stringify(pattern)}`,
    }))

const covers = (earlier: Family, later: Family): boolean => {
  const { name: names, tags = {} } = earlier
  const coversName =
    names === undefined ||
    (later.name?.every(pattern => names.some(wider => coversPattern(wider, pattern))) ?? false)
  const coversTags = Object.entries(tags).every(([key, wider]) => {
    const value = Object.hasOwn(later.tags ?? {}, key) ? later.tags?.[key] : undefined
    return value !== undefined && coversPattern(wider, value)
  })
  return coversName && coversTags
}

/** The first family that fits an image counts. */
const covered = (
  name: string,
  family: Family,
  earlier: readonly { name: string; family: Family }[],
): PathFault[] => {
  const isRead = ({ name: names, tags }: Family): boolean => names !== undefined || tags !== undefined
  const first = earlier.find(one => isRead(one.family) && covers(one.family, family))
  return first && isRead(family)
    ? [
        {
          path: ['families', name],
          expected: `images that the family ${JSON.stringify(first.name)} above it does not match: the first family that matches an image counts, so this one never does`,
        },
      ]
    : []
}
