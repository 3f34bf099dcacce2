import { FOLLOWED_MS, mayRefresh, type VisitedHome } from '../../domain/visited-home.ts'
import { digestOf, drawHome } from './draw-home.ts'
import type { HomeNeeds } from './needs.ts'
import { type ForEverybody, readContent, readForEverybody, readLeavingOrWhy } from './read-content.ts'

/** No Home is begun after this time: a batch of events has a minute, and the schedule has other work. The next run draws the rest. */
const BEGIN_WITHIN_MS = 20_000

type Leaving = Awaited<ReturnType<typeof readLeavingOrWhy>>

/**
 * Draws the Home tabs again whose content has changed: 1 whose Homes 2 read once for all of them 3 draw, starting with those that have
 * waited longest. If Slack has no room, the schedule draws the rest. Never throws: nobody waits for it.
 */
export const refreshHomes = async (needs: HomeNeeds): Promise<void> => {
  const { ledger, clock, log } = needs
  try {
    // 1 whose
    const nowMs = clock.nowMs()
    const homes = (await ledger.readHomesOpenedSince(nowMs - FOLLOWED_MS)).filter(home =>
      mayRefresh(home, nowMs),
    )
    if (homes.length === 0) return
    // 2 read once for all of them
    const forEverybody = await readForEverybody(needs)
    const leaving = await readLeavingOrWhy(needs)
    // 3 draw
    for (const home of [...homes].sort((a, b) => (a.refreshedAtMs ?? 0) - (b.refreshedAtMs ?? 0)))
      if (clock.nowMs() > nowMs + BEGIN_WITHIN_MS || !(await refresh(needs, home, forEverybody, leaving)))
        return
  } catch (error) {
    log.warn('The Home tabs could not be drawn again; the schedule tries it.', { why: String(error) })
  }
}

/** @returns whether Slack has room for the next one */
const refresh = async (
  needs: HomeNeeds,
  home: VisitedHome,
  forEverybody: ForEverybody,
  leaving: Leaving,
): Promise<boolean> => {
  const { person } = home
  const content = await readContent(needs, person, forEverybody, leaving)
  if ((await digestOf(content)) === home.shown) return true
  const readAgain = async () =>
    readContent(needs, person, await readForEverybody(needs), await readLeavingOrWhy(needs))
  const { delivery } = await drawHome(
    needs,
    { ...home, refreshedAtMs: needs.clock.nowMs() },
    content,
    readAgain,
  )
  if (delivery.kind !== 'delivered' && delivery.kind !== 'busy')
    needs.log.warn('A Home tab could not be drawn again.', { userId: person.userId, ...delivery })
  return delivery.kind !== 'busy'
}
