import { createChannelBackoff } from '../../channel-backoff.ts'
import type { AliasPlace } from '../../domain/alias.ts'
import type { AliasNews } from '../../domain/alias-news.ts'
import { findAliasPlace } from '../../domain/alias-places.ts'
import { groupBy } from '../../domain/group-by.ts'
import { retryOf } from '../../domain/retry-later.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Outcome } from '../announce/announce.ts'
import { nameCaller } from './name-caller.ts'
import type { AliasNewsNeeds, WithBackoff } from './needs.ts'
import { observeAlias } from './observe-alias.ts'
import { recordRejected } from './record-rejected.ts'

export type { AliasNewsNeeds } from './needs.ts'

const PLACES_AT_ONCE = 8

/**
 * Handles AWS's news of parameters, each once. News of a parameter that is no alias of the config are dropped. News of one account and
 * region are taken in AWS's order, and each succeeds or fails by itself.
 *
 * @returns the outcome of each, by its id
 */
export const receiveAliasNews = async (
  needs: AliasNewsNeeds,
  news: readonly AliasNews[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const withBackoff = { ...needs, backoff: createChannelBackoff() }
  const outcomes = new Map<string, Outcome>()
  const ofAliases: { one: AliasNews; places: AliasPlace[] }[] = []
  for (const one of new Map(news.map(each => [each.id, each])).values()) {
    const places = one.parameters.flatMap(
      parameter => findAliasPlace(needs.config, { ...one, parameter }) ?? [],
    )
    if (places.length > 0) ofAliases.push({ one, places })
    else outcomes.set(one.id, { kind: 'done' })
  }
  const byPlace = groupBy(ofAliases, ({ one: { account, region } }) => `${account}/${region}`)
  await inParallel([...byPlace.values()], PLACES_AT_ONCE, async list => {
    for (const { one, places } of list.sort((a, b) => a.one.atMs - b.one.atMs))
      outcomes.set(one.id, await takeIn(withBackoff, one, places))
  })
  return outcomes
}

/** 1 claim 2 record what was rejected; else look, and name who called 3 settle. */
const takeIn = async (
  needs: WithBackoff<AliasNewsNeeds>,
  news: AliasNews,
  places: readonly AliasPlace[],
): Promise<Outcome> => {
  const { ledger, clock, log } = needs
  let isHeld = false
  try {
    // 1 claim
    const claim = await ledger.claimEvent(news.id, clock.nowMs())
    if (claim.kind === 'done') return { kind: 'done' }
    if (claim.kind === 'busy')
      return { kind: 'again', afterSec: 30, why: 'Another function is taking in this news of a parameter.' }
    isHeld = true
    // 2 record what was rejected; else look, and name who called
    for (const place of places) await takeInPlace(needs, news, place)
    // 3 settle
    await ledger.settleEvents([news.id], clock.nowMs())
    return { kind: 'done' }
  } catch (error) {
    const retry = retryOf(error)
    log.warn('News of a parameter could not be taken in now; the queue keeps it.', {
      newsId: news.id,
      ...retry,
    })
    if (isHeld)
      await ledger
        .releaseEvent(news.id)
        .catch(() => log.warn('A claim could not be released.', { newsId: news.id }))
    return { kind: 'again', ...retry }
  }
}

const takeInPlace = async (
  needs: WithBackoff<AliasNewsNeeds>,
  { what, atMs }: AliasNews,
  place: AliasPlace,
): Promise<void> => {
  if (what.kind === 'rejected') return recordRejected(needs, place, what.reason)
  const { isDeletion } = what
  await observeAlias(needs, place, { kind: 'event', atMs, ...(isDeletion && { isDeletion }) })
  if (what.kind === 'called') await nameCaller(needs, place, { ...what, atMs })
}
