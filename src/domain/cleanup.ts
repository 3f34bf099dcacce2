import type { Action } from './actions.ts'
import { fitsAny } from './clauses.ts'
import { groupBy } from './group-by.ts'
import { imageKey } from './image.ts'
import { keptUntilMs } from './keep.ts'
import { fitsTags, type ListedImage, type RevokedKeys } from './list-filter.ts'
import { launchedBeforeMs } from './listed-facts.ts'
import type { WeeklyTime } from './weekly.ts'

/** One rule of `cleanup`: the first whose clauses fit an image counts. */
export interface CleanupRule {
  when: {
    family?: readonly string[]
    account?: readonly string[]
    tags?: Readonly<Record<string, string>>
  }
  /** How many days after it was created or launched last. It is disabled only once its deprecation date is over. */
  deprecateAfterDays?: number
  /** How many days after it was created or launched last. */
  disableAfterDays?: number
  /** How many days after it was disabled. */
  deregisterAfterDays?: number
  /** An image is cleaned up only if its account and region has at least this many newer available images of its family. */
  keepNewest: number
}

export interface Cleanup extends WeeklyTime {
  rules: readonly CleanupRule[]
}

export type CleanupStep = 'deprecate' | 'disable' | 'deregister'

/** What a plan does in each step. */
export const STEP_ACTIONS = {
  deprecate: 'retire',
  disable: 'disable',
  deregister: 'deregister',
} as const satisfies Record<CleanupStep, Action>

/** An image that is due by a rule and by what lists show; whether something needs it is looked up next. */
export interface DueImage {
  one: ListedImage
  rule: CleanupRule
  step: CleanupStep
  /** Since when the days of the rule count: it was created or launched, or it was disabled. */
  sinceMs: number
  dueAtMs: number
}

/** An image that is not suggested, and why: a few words. */
export interface LeftImage {
  one: ListedImage
  why: string
}

/** The result of the rules by what lists show. */
export interface Due {
  due: DueImage[]
  /** Kept by people, or by the number of newest images. */
  kept: LeftImage[]
  /** A fact that the rule needs is not known. */
  unknown: LeftImage[]
}

export interface CleanupFacts {
  /** Until when people keep images, by image key, in addition to the images' keep tags. */
  keptUntilMs: ReadonlyMap<string, number>
  /** When disabled images were disabled, by image key, as far as that is known. */
  disabledAtMs: ReadonlyMap<string, number>
  /** The images that are revoked: none of them counts as a newer one. */
  revoked: RevokedKeys
}

const DAY_MS = 24 * 60 * 60_000

/** How long before an image may be deregistered its owners are warned. */
export const WARNED_BEFORE_MS = 7 * DAY_MS

/** The rule for an image; `unknown` if it depends on a tag that is not known. */
const ruleOf = (one: ListedImage, rules: readonly CleanupRule[]): CleanupRule | 'unknown' | undefined => {
  for (const rule of rules) {
    const { family, account, tags = {} } = rule.when
    if (!fitsAny(account, one.image.account) || !fitsAny(family, one.family)) continue
    const fit = fitsTags(
      one.facts,
      Object.entries(tags).map(([key, value]) => ({ key, value })),
    )
    if (fit === 'yes') return rule
    if (fit === 'unknown') return 'unknown'
  }
  return undefined
}

/** The next step, and after how many days. A rule that deprecates does so first. */
const stepOf = (
  { state, facts }: ListedImage,
  { deprecateAfterDays, disableAfterDays, deregisterAfterDays }: CleanupRule,
): { step: CleanupStep; days: number } | undefined => {
  if (state === 'available' && deprecateAfterDays !== undefined && facts.deprecatedAtMs === undefined)
    return { step: 'deprecate', days: deprecateAfterDays }
  if (state === 'available' && disableAfterDays !== undefined)
    return { step: 'disable', days: disableAfterDays }
  if (state === 'disabled' && deregisterAfterDays !== undefined)
    return { step: 'deregister', days: deregisterAfterDays }
  return undefined
}

/** Where the rule deprecates first, nothing is disabled before that date. */
const notBeforeMs = ({ facts }: ListedImage, rule: CleanupRule, step: CleanupStep): number =>
  step === 'disable' && rule.deprecateAfterDays !== undefined ? (facts.deprecatedAtMs ?? 0) : 0

/** When the available images of each family were created, the newest first, by account, region and family. */
const buildsOf = (images: readonly ListedImage[], revoked: RevokedKeys): ReadonlyMap<string, number[]> => {
  const available = images.filter(
    ({ image, state, family }) =>
      state === 'available' && family !== undefined && !revoked.has(imageKey(image)),
  )
  return new Map(
    [...groupBy(available, familyPlace)].map(([place, ofPlace]) => [
      place,
      ofPlace.flatMap(({ facts }) => facts.createdAtMs ?? []),
    ]),
  )
}

const familyPlace = ({ image, family }: ListedImage): string => `${image.account}/${image.region}/${family}`

const newestWords = (keepNewest: number): string =>
  keepNewest === 1 ? 'the newest of its family' : `among the newest ${keepNewest} of its family`

export const longestDueFirst = (a: DueImage, b: DueImage): number =>
  a.dueAtMs - b.dueAtMs || (a.one.image.imageId < b.one.image.imageId ? -1 : 1)

/**
 * Which images the rules want cleaned up at a time, the longest due first. Decides by what lists show: age, last launch, family, tags.
 *
 * @param nowMs images that are due by this time
 * @param aheadMs images to deregister that are due within this time, too: their owners are warned first
 */
export const dueImages = (
  images: readonly ListedImage[],
  rules: readonly CleanupRule[],
  facts: CleanupFacts,
  nowMs: number,
  aheadMs = 0,
): Due => {
  const builds = buildsOf(images, facts.revoked)
  const found: Due = { due: [], kept: [], unknown: [] }
  for (const one of images) {
    const rule = ruleOf(one, rules)
    if (rule === 'unknown') found.unknown.push({ one, why: 'a tag that decides is not known here' })
    if (rule === undefined || rule === 'unknown') continue
    const next = stepOf(one, rule)
    if (next === undefined) continue
    const { step, days } = next
    const { createdAtMs } = one.facts
    if (createdAtMs === undefined || one.family === undefined) {
      found.unknown.push({ one, why: 'its family or its age is not known' })
      continue
    }
    const sinceMs =
      step === 'deregister'
        ? facts.disabledAtMs.get(imageKey(one.image))
        : Math.max(createdAtMs, launchedBeforeMs(one.facts) ?? 0)
    if (sinceMs === undefined) {
      found.unknown.push({ one, why: 'when it was disabled is not known' })
      continue
    }
    const dueAtMs = Math.max(sinceMs + days * DAY_MS, notBeforeMs(one, rule, step))
    if (dueAtMs > nowMs + (step === 'deregister' ? aheadMs : 0)) continue
    const newer = (builds.get(familyPlace(one)) ?? []).filter(atMs => atMs > createdAtMs).length
    const keptMs = Math.max(keptUntilMs(one.facts.tags) ?? 0, facts.keptUntilMs.get(imageKey(one.image)) ?? 0)
    if (newer < rule.keepNewest) found.kept.push({ one, why: newestWords(rule.keepNewest) })
    else if (keptMs > Math.max(nowMs, dueAtMs)) found.kept.push({ one, why: 'somebody keeps it' })
    else found.due.push({ one, rule, step, sinceMs, dueAtMs })
  }
  found.due.sort(longestDueFirst)
  return found
}
