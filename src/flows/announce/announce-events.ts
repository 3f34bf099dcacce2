import { imageKey } from '../../domain/image.ts'
import type { RecordedEvent } from '../../domain/recorded-event.ts'
import { decideRoute, type Route } from '../../domain/route.ts'
import type { ComeAgain } from '../digest/announce-digest.ts'
import { keepMuted } from '../mute/keep-muted.ts'
import { addNews } from '../watch/add-news.ts'
import { eventNews } from '../watch/event-news.ts'
import { announceByCards } from './announce-by-cards.ts'
import { announceByDigest } from './announce-by-digest.ts'
import type { PlannedEvent } from './channel-plan.ts'
import { findWaiting } from './find-waiting.ts'
import type { AnnounceNeeds } from './needs.ts'
import { planChannels } from './plan-channels.ts'
import { renewLastGood } from './renew-last-good.ts'
import { supersedeFailures } from './supersede-failures.ts'

/**
 * Announces events in their channels: a few as cards and lines in their threads, many as digests, one for each channel,
 * kind of change and actor.
 *
 * @returns the errors of the events that could not be announced everywhere, by their ids; the events that are delivered again to
 * finish a digest; those that a digest had counted before; those that Slack has not accepted and an e-mail is wanted for; and the
 * people who watch what has changed
 */
export const announceEvents = async (
  needs: AnnounceNeeds,
  batchId: string,
  known: readonly RecordedEvent[],
): Promise<{
  failed: ReadonlyMap<string, unknown>
  again: readonly ComeAgain[]
  inDigests: ReadonlySet<string>
  waiting: readonly PlannedEvent[]
  watchers: readonly string[]
}> => {
  // The last event of each image carries the record after all of its events.
  const lastEventIds = new Map(known.map(({ event, record }) => [imageKey(event), record.lastEvent?.eventId]))
  const planned = known
    .filter(({ meaning }) => meaning !== 'alreadyObserved')
    .map((one): PlannedEvent => {
      const { event, meaning, delayed } = one
      const isHistory = meaning === 'outOfOrder' || meaning === 'contradicted'
      const superseded = isHistory || lastEventIds.get(imageKey(event)) !== event.id
      // A failure is announced as a failure, even if the image has changed since.
      const isNews = !superseded || (event.state === 'failed' && (!isHistory || delayed === true))
      const route = decideRoute(needs.config, event, one.record.facts)
      return { ...one, superseded, quiet: !isNews, route: isNews ? route : withoutMention(route) }
    })
  const plans = await planChannels(needs, planned)
  const accepted = new Set<string>()
  const failed = new Map(await keepMuted(needs, plans))
  for (const [id, error] of await announceByCards(needs, planned, plans, accepted)) failed.set(id, error)
  const again: ComeAgain[] = []
  for (const plan of plans) {
    if (plan.digests.length + plan.counted.size === 0) continue
    const announced = await announceByDigest(needs, batchId, plan)
    again.push(...announced.again)
    for (const [id, error] of announced.failed) failed.set(id, error)
  }
  await renewLastGood(needs, known).catch(error =>
    needs.log.warn('Failed images may name a good image that is gone.', { why: String(error) }),
  )
  await supersedeFailures(needs, known).catch(error =>
    needs.log.warn('Failed images could not be marked as superseded.', { why: String(error) }),
  )
  const inDigests = new Set(
    plans.flatMap(({ counted }) => [...counted.values()].flat().map(({ event }) => event.id)),
  )
  const isAllAccepted = planned.every(({ event }) => accepted.has(event.id))
  const waiting = isAllAccepted ? [] : await findWaiting(needs, planned, plans, accepted)
  const watchers = await addNews(needs, eventNews(needs.config, planned))
  return { failed, again, inDigests, waiting, watchers }
}

const withoutMention = ({ rule: _callsNobody, ...route }: Route): Route => ({ ...route, mention: [] })
