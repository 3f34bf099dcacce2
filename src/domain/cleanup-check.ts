import type { CleanupRule, CleanupStep, DueImage } from './cleanup.ts'
import { dayOf } from './day.ts'
import { type ImageFacts, isProtected } from './image.ts'
import { type Finding, type Impact, isFoundInUse } from './impact.ts'
import { keptUntilMs } from './keep.ts'
import type { ListedImage } from './list-filter.ts'
import { isDeprecated } from './retirement.ts'
import { type Sharing, sharedWith } from './sharing.ts'

/** What was looked up of an image that is due. */
export interface CleanupLook {
  /** What EC2 says of it now; `known` and undefined where it is gone. */
  facts: Finding<ImageFacts | undefined>
  impact: Impact | undefined
  /** Of an available image: a disabled one has no launch permissions. */
  sharing: Finding<Sharing> | undefined
  /** Whether an alias of the config names it. */
  aliased: Finding<boolean>
}

/** `needed`: something or somebody needs it; `unchecked`: that could not be found out. In both cases it is not suggested. */
export type CleanupCheck = { kind: 'candidate' } | { kind: 'needed' | 'unchecked'; why: string }

const DAY_MS = 24 * 60 * 60_000

const needed = (why: string): CleanupCheck => ({ kind: 'needed', why })
const unchecked = (why: string): CleanupCheck => ({ kind: 'unchecked', why })

/** Whether an image that is due may be suggested: only where everything that could need it was looked up, and nothing does. */
export const checkCleanup = (
  { one, rule, step }: DueImage,
  { facts, impact, sharing, aliased }: CleanupLook,
  nowMs: number,
): CleanupCheck => {
  if (!facts.known) return unchecked(`EC2 did not describe it (${facts.why})`)
  const now = facts.value
  if (now === undefined || now.state !== one.state) return needed('its state has changed')
  if (isProtected(now)) return needed('protected from deregistering')
  if (now.ownerAlias === 'aws-backup-vault') return needed('managed by AWS Backup')
  if ((keptUntilMs(now.tags) ?? 0) > nowMs) return needed('somebody keeps it')
  const otherDate = otherDateOf(now, step, rule, nowMs)
  if (otherDate !== undefined) return needed(otherDate)
  const launchedAgoMs = nowMs - (now.lastLaunchedAtMs ?? Number.NEGATIVE_INFINITY)
  const days = step === 'deprecate' ? rule.deprecateAfterDays : rule.disableAfterDays
  if (step !== 'deregister' && launchedAgoMs < (days ?? 0) * DAY_MS) return needed('launched since')
  if (now.public) return needed('public')
  if (sharing?.known && sharedWith(sharing.value) > 0) return needed('shared')
  const use = checkUse({ impact, aliased })
  if (use.kind !== 'candidate') return use
  if (step !== 'deregister' && !sharing?.known)
    return unchecked(`who may launch it is not known${whyOf(sharing)}`)
  return { kind: 'candidate' }
}

/**
 * Whether a retired image may be suggested to be disabled or deregistered: the owners chose its end, so only what still uses it counts.
 *
 * @returns undefined where it is no longer due: it was changed, kept, or got another date since the scan
 */
export const checkWithdrawal = (
  { state }: Pick<ListedImage, 'state'>,
  { facts, impact, aliased }: Omit<CleanupLook, 'sharing'>,
  nowMs: number,
): CleanupCheck | undefined => {
  if (!facts.known) return unchecked(`EC2 did not describe it (${facts.why})`)
  const now = facts.value
  if (now?.state !== state || !isDeprecated(now, nowMs)) return undefined
  if ((keptUntilMs(now.tags) ?? 0) > nowMs) return undefined
  return checkUse({ impact, aliased })
}

/** Whether an alias, an instance, a template or anything else uses it; what is not known keeps it, too. */
const checkUse = ({ impact, aliased }: Pick<CleanupLook, 'impact' | 'aliased'>): CleanupCheck => {
  if (aliased.known && aliased.value) return needed('named by an alias')
  if (impact && isFoundInUse(impact)) return needed('in use')
  if (!aliased.known) return unchecked(`what the aliases name is not known (${aliased.why})`)
  if (!impact?.references.known) return unchecked(`who uses it is not known${whyOf(impact?.references)}`)
  const { autoScaling, otherAccounts } = impact
  if (!autoScaling.known) return unchecked(`its Auto Scaling groups are not known${whyOf(autoScaling)}`)
  if (!otherAccounts.known)
    return unchecked(`its instances in other accounts are not known${whyOf(otherAccounts)}`)
  const silent = otherAccounts.value.unread.map(({ name }) => name)
  if (silent.length > 0) return unchecked(`instances of ${silent.slice(0, 3).join(', ')} are not known`)
  return { kind: 'candidate' }
}

/** Somebody set or changed its deprecation date since the scan. */
const otherDateOf = (
  now: ImageFacts,
  step: CleanupStep,
  rule: CleanupRule,
  nowMs: number,
): string | undefined => {
  if (step === 'deprecate') return now.deprecatedAtMs === undefined ? undefined : 'it has a deprecation date'
  const isFirst = step === 'disable' && rule.deprecateAfterDays !== undefined
  return isFirst && !isDeprecated(now, nowMs) ? 'it is not deprecated yet' : undefined
}

const whyOf = (finding: Finding<unknown> | undefined): string =>
  finding && !finding.known ? ` (${finding.why})` : ''

/** Why it is suggested: "created 2025-10-01, no launch known, deprecated since 2026-01-08". */
export const cleanupReason = ({ one, step, sinceMs }: DueImage): string => {
  if (step === 'deregister') return `disabled since ${dayOf(sinceMs)}`
  const { createdAtMs = sinceMs, launchedOnMs, deprecatedAtMs } = one.facts
  const launched = launchedOnMs === undefined ? 'no launch known' : `last launched ${dayOf(launchedOnMs)}`
  const dated = step === 'disable' && deprecatedAtMs !== undefined
  return `created ${dayOf(createdAtMs)}, ${launched}${dated ? `, deprecated since ${dayOf(deprecatedAtMs)}` : ''}`
}
