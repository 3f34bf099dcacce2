import type { Action } from './actions.ts'
import {
  IMPACT_PARTS,
  type Impact,
  type ImpactPart,
  keyOfUse,
  USE_PARTS,
  type Use,
  usesOf,
} from './impact.ts'
import { NOBODY, type Sharing, sharedWith, withoutSharing } from './sharing.ts'

/** A fact that got worse since a person saw it. */
export type RiskIncrease =
  | { kind: 'use'; use: Use }
  | { kind: 'shared'; with: Sharing }
  | { kind: 'snapshot'; snapshotId: string; alsoIn: readonly string[] }
  | { kind: 'retention'; what: 'image' | 'snapshots'; beforeDays: number; afterDays: number | undefined }
  | { kind: 'account'; name: string; instances: number }
  | { kind: 'unknown'; part: ImpactPart }

/** Marks of a more important use: an instance that runs, a version that is launched by default. */
const MARKS = /\brunning\b|\$Default|\$Latest/g

const marksOf = (impact: Impact): ReadonlyMap<string, ReadonlySet<string>> => {
  const marks = new Map<string, Set<string>>()
  for (const part of USE_PARTS) {
    const finding = impact[part]
    if (!finding.known) continue
    for (const use of finding.value) {
      const known = marks.get(keyOfUse(use)) ?? new Set()
      for (const [mark] of (use.detail ?? '').matchAll(MARKS)) known.add(mark)
      marks.set(keyOfUse(use), known)
    }
  }
  return marks
}

/** How many uses of each kind there are, those that are left out included; `cut` if some are left out. */
const countsOf = (impact: Impact): ReadonlyMap<Use['kind'], { count: number; isCut: boolean }> => {
  const counts = new Map<Use['kind'], { count: number; isCut: boolean }>()
  for (const { kind, more } of usesOf(impact)) {
    const { count, isCut } = counts.get(kind) ?? { count: 0, isCut: false }
    counts.set(kind, { count: count + (more ?? 1), isCut: isCut || more !== undefined })
  }
  return counts
}

/** Accounts that run the image now and did not before. The number of instances in the others changes all the time. */
const newAccounts = ({ otherAccounts: before }: Impact, { otherAccounts: after }: Impact): RiskIncrease[] => {
  if (!before.known || !after.known) return []
  const known = new Set([...before.value.running, ...before.value.unread].map(({ name }) => name))
  return after.value.running
    .filter(({ name }) => !known.has(name))
    .map(({ name, instances }) => ({ kind: 'account', name, instances }))
}

/** An account no longer answers. */
const isLessRead = ({ otherAccounts: before }: Impact, { otherAccounts: after }: Impact): boolean =>
  before.known && after.known && after.value.unread.length > before.value.unread.length

const daysOf = ({ retention }: Impact, what: 'image' | 'snapshots'): number | undefined =>
  retention.known ? retention.value[what === 'image' ? 'imageDays' : 'snapshotDays'] : undefined

/**
 * The facts that got worse since a person saw them and that matter for the action: for Share… only who has access.
 *
 * @param action what is to be done
 */
export const riskIncreaseFor = (action: Action, before: Impact, after: Impact): RiskIncrease[] => {
  const all = decideRiskIncrease(before, after)
  // Its snapshots stay, and nothing is lost.
  if (action === 'retire') return all.filter(({ kind }) => kind !== 'snapshot' && kind !== 'retention')
  return action === 'shareWith'
    ? all.filter(one => one.kind === 'shared' || (one.kind === 'unknown' && one.part === 'sharing'))
    : all
}

export const decideRiskIncrease = (before: Impact, after: Impact): RiskIncrease[] => {
  const marksBefore = marksOf(before)
  const marksAfter = marksOf(after)
  const [countsBefore, countsAfter] = [countsOf(before), countsOf(after)]
  /** For a kind that is cut, a use that was left out before may be listed now, so only the number counts. */
  const isMore = ({ kind }: Use): boolean => {
    const known = countsBefore.get(kind)
    return !known?.isCut || (countsAfter.get(kind)?.count ?? 0) > known.count
  }
  const uses = usesOf(after)
    .filter(use => {
      const marks = marksBefore.get(keyOfUse(use))
      return (
        (!marks && isMore(use)) ||
        [...(marksAfter.get(keyOfUse(use)) ?? [])].some(mark => marks?.has(mark) === false)
      )
    })
    .map(use => ({ kind: 'use' as const, use }))
  const unknown = IMPACT_PARTS.filter(
    part =>
      (before[part].known && !after[part].known) || (part === 'otherAccounts' && isLessRead(before, after)),
  ).map(part => ({ kind: 'unknown' as const, part }))
  const shared =
    before.sharing.known && after.sharing.known
      ? withoutSharing(after.sharing.value, before.sharing.value)
      : NOBODY
  const keptLess = (['image', 'snapshots'] as const).flatMap(what => {
    const beforeDays = daysOf(before, what)
    const afterDays = daysOf(after, what)
    const isLess =
      after.retention.known && beforeDays !== undefined && (afterDays === undefined || afterDays < beforeDays)
    return isLess ? [{ kind: 'retention' as const, what, beforeDays, afterDays }] : []
  })
  const alone = new Set(
    before.snapshots.known
      ? before.snapshots.value.filter(s => s.alsoIn.length === 0).map(s => s.snapshotId)
      : [],
  )
  const snapshots = after.snapshots.known
    ? after.snapshots.value
        .filter(({ snapshotId, alsoIn }) => alone.has(snapshotId) && alsoIn.length > 0)
        .map(({ snapshotId, alsoIn }) => ({ kind: 'snapshot' as const, snapshotId, alsoIn }))
    : []
  return [
    ...uses,
    ...newAccounts(before, after),
    ...(sharedWith(shared) > 0 ? [{ kind: 'shared' as const, with: shared }] : []),
    ...snapshots,
    ...keptLess,
    ...unknown,
  ]
}
