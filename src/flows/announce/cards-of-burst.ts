import { pickStream } from '../../domain/digest-streams.ts'
import { type DigestPlan, isFailed, type PlannedEvent } from './channel-plan.ts'

/**
 * Groups that no open digest continues get cards while there is room, the smallest first.
 *
 * @returns how many events get cards, and the groups that are left for digests
 */
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
 * Which events of a burst keep cards of their own: failures first, then those whose rule says `always: card`; then those that mention
 * somebody whom the digest has not mentioned yet, if there is room for all of them; otherwise the digest mentions these people once.
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
