import { pickStream } from '../../domain/digest-streams.ts'
import { type DigestPlan, isFailed, type PlannedEvent } from './plan.ts'

/** Groups that no digest goes on with, the smallest first, get cards as far as there is room. @returns how many events those are,
 * and the groups for digests */
export const takeFew = (
  groups: readonly DigestPlan[],
  room: number,
  nowMs: number,
): { few: number; many: DigestPlan[] } => {
  let few = 0
  const many = new Set(groups)
  for (const group of [...groups].sort((a, b) => a.items.length - b.items.length)) {
    if (pickStream(group.known, group.who, nowMs).joins || few + group.items.length > room) continue
    few += group.items.length
    many.delete(group)
  }
  return { few, many: [...many] }
}

/**
 * Of many events, those that keep cards of their own: failures first, then what a rule keeps apart; then what calls somebody
 * whom the digest has not called yet, where that is not a burst itself: the digest calls them once.
 */
export const takeAlone = (
  open: readonly PlannedEvent[],
  room: number,
  called: readonly string[],
): PlannedEvent[] => {
  const news = open.filter(({ superseded }) => !superseded)
  const alone = news
    .filter(({ route }) => route.alone)
    .sort((a, b) => Number(isFailed(b)) - Number(isFailed(a)))
  const calling = news.filter(({ route }) => !route.alone && route.mention.some(who => !called.includes(who)))
  return alone.length + calling.length <= room ? [...alone, ...calling] : alone.slice(0, room)
}
