import { byImpact, type DigestLine } from './digest-line.ts'

/** Failures with the same reason. */
export interface FailureGroup {
  reason: string
  count: number
  /** The one that matters most. */
  first: DigestLine
}

const GROUPS_AT_MOST = 10

/** The ids in a reason: the only difference between two failures with the same reason. */
const IDS = /\b([a-z]{1,10})-[0-9a-f]{8,17}\b/g

/** Failures by their reasons, with those of further lines; of very many reasons, the first ones. */
export const withFailures = (
  before: readonly FailureGroup[],
  lines: readonly DigestLine[],
): readonly FailureGroup[] => {
  const groups = new Map(before.map(group => [group.reason, group]))
  for (const line of lines) {
    if (line.state !== 'failed') continue
    const reason = (line.reason ?? '').replace(IDS, '$1-…')
    const group = groups.get(reason)
    if (group)
      groups.set(reason, {
        reason,
        count: group.count + 1,
        first: byImpact(line, group.first) < 0 ? line : group.first,
      })
    else if (groups.size < GROUPS_AT_MOST) groups.set(reason, { reason, count: 1, first: line })
  }
  return [...groups.values()].sort((a, b) => byImpact(a.first, b.first) || b.count - a.count)
}
