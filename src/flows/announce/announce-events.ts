import { renderThreadLine } from '../../../blocks/thread-line.ts'
import { createChannelBackoff } from '../../channel-backoff.ts'
import { circuitsOf } from '../../circuit.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { alternate } from '../../domain/fair-order.ts'
import { placeName } from '../../domain/fleet.ts'
import { groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { hasCard } from '../../domain/record-cards.ts'
import type { RecordedEvent } from '../../domain/recorded-event.ts'
import { needsRecycleBinLook } from '../../domain/recycle-bin-state.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { decideRoute, mentionOf, type Route } from '../../domain/route.ts'
import { inParallel } from '../../in-parallel.ts'
import { addToThreads } from '../cards/add-to-threads.ts'
import { showRecord } from '../cards/show.ts'
import { readStandingCards } from '../cards/standing-cards.ts'
import type { ComeAgain } from '../digest/announce-digest.ts'
import { isMutedEverywhere, keepMuted } from '../mute/keep-muted.ts'
import { createSaveFamily } from '../steps/save-family.ts'
import { saveLaunches } from '../steps/save-launches.ts'
import { saveRecycleBinState } from '../steps/save-recycle-bin-state.ts'
import { addNews } from '../watch/add-news.ts'
import { eventNews } from '../watch/event-news.ts'
import { afterEvent } from './after-event.ts'
import { announceByDigest } from './announce-by-digest.ts'
import { announceInChannel } from './announce-in-channel.ts'
import { type ChannelPlan, isUrgent, type PlannedEvent } from './channel-plan.ts'
import { findWaiting } from './find-waiting.ts'
import type { AnnounceNeeds } from './needs.ts'
import { planChannels } from './plan-channels.ts'
import { lineKey } from './post-line.ts'
import { renewLastGood } from './renew-last-good.ts'
import { supersedeFailures } from './supersede-failures.ts'

/** How many images get their cards at the same time. */
const CARDS_AT_ONCE = 4
/** Of so many images of a batch it is looked up who could launch them: a call or more for each. */
const LAUNCHES_OF_A_BATCH = 5
/** Events that are not announced by then are delivered again: a function that times out settles nothing. */
const ANNOUNCE_FOR_MS = 25_000
const RETRY_SEC = 2

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
      const superseded = meaning === 'outOfOrder' || lastEventIds.get(imageKey(event)) !== event.id
      // A failure is announced as a failure, even if the image has changed since.
      const isNews =
        !superseded || (event.state === 'failed' && (meaning !== 'outOfOrder' || delayed === true))
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

/** Updates the cards of each image and announces its events, urgent ones first, and of those the accounts in turn; not for images whose events all went into
 * digests. Adds those that Slack has accepted in a channel. */
const announceByCards = async (
  needs: AnnounceNeeds,
  planned: readonly PlannedEvent[],
  plans: readonly ChannelPlan[],
  accepted: Set<string>,
): Promise<ReadonlyMap<string, unknown>> => {
  const { clock, log } = needs
  const failed = new Map<string, unknown>()
  const untilMs = clock.nowMs() + ANNOUNCE_FOR_MS
  const backoff = createChannelBackoff()
  const images = { ...needs.images, recycled: circuitsOf(needs.images.recycled) }
  const saveFamily = createSaveFamily(needs)
  let launches = LAUNCHES_OF_A_BATCH
  const channelsOf = new Map<PlannedEvent, string[]>()
  for (const { channel, cards } of plans)
    for (const one of cards) channelsOf.set(one, [...(channelsOf.get(one) ?? []), channel])
  const byImage = groupBy(
    planned.filter(
      one => channelsOf.has(one) || one.route.channels.length === 0 || isMutedEverywhere(plans, one),
    ),
    ({ event }) => imageKey(event),
  )
  const urgentFirst = alternate([...byImage.values()], ([one]) => one?.event.account ?? '').sort(
    (a, b) => Number(b.some(isUrgent)) - Number(a.some(isUrgent)),
  )
  await inParallel(urgentFirst, CARDS_AT_ONCE, async list => {
    // The newest event opens the card; a superseded one then adds a line to its thread.
    if (list.every(({ record }) => !hasCard(record)))
      list.sort((a, b) => Number(a.superseded) - Number(b.superseded))
    let now = newestOf(list)
    for (const one of list) {
      const { event, record, meaning, route, superseded, quiet } = one
      const news = { event, superseded, quiet, mention: mentionOf(route) }
      const channels = channelsOf.get(one) ?? []
      try {
        if (clock.nowMs() >= untilMs)
          throw new RetryLater(RETRY_SEC, 'The other events of its batch took all of the time.')
        const isSeen = channels.length > 0 || hasCard(record)
        if (isMutedEverywhere(plans, one)) accepted.add(event.id)
        if (isSeen && record.lastEvent?.eventId === event.id && needsRecycleBinLook(now))
          now = await saveRecycleBinState({ ...needs, images }, now)
        if (hasCard(now)) now = (await showRecord(needs, now)).record
        for (const channel of channels) {
          now = await announceInChannel({ ...needs, backoff }, now, channel, news)
          accepted.add(event.id)
        }
        // After the card is posted, so that looking up its family does not delay it.
        if (now.cards.length > 0 && (event.state === 'failed' || event.state === 'available'))
          now = (await showRecord(needs, await saveFamily(now))).record
        if (isNewAvailable(one) && isSeen && launches-- > 0)
          now = (await showRecord(needs, await saveLaunches(needs, now))).record
        if (!superseded && isSeen) await addToOthers(needs, now, event, channels)
        await afterEvent({ ...needs, backoff }, one)
        log.info('An event was announced.', {
          eventId: event.id,
          image: imageKey(event),
          state: event.state,
          meaning,
          channels: route.channels,
        })
      } catch (error) {
        failed.set(event.id, error)
      }
    }
  })
  return failed
}

const isNewAvailable = ({ event, superseded }: PlannedEvent): boolean =>
  event.state === 'available' && !superseded

/** Each change is a quiet line in the thread of every card of the image, also in other channels than the event's own. */
const addToOthers = async (
  needs: AnnounceNeeds,
  record: ImageRecord,
  event: ImageEvent,
  channels: readonly string[],
): Promise<void> => {
  const others = (await readStandingCards(needs.ledger, record)).filter(
    ({ channel, postedFor }) => !channels.includes(channel) && postedFor !== event.id,
  )
  for (const card of others) {
    const line = renderThreadLine(
      record,
      event,
      false,
      undefined,
      card.owner && placeName(needs.config, record),
    )
    await addToThreads(needs, record, channel => lineKey(event, channel), line, [card])
  }
}

/** The image's record after all of its events. */
const newestOf = ([first, ...others]: readonly PlannedEvent[]): ImageRecord => {
  if (!first) throw new Error('Expected the events of an image, got none.')
  return others.reduce(
    (newest, { record }) => (record.version > newest.version ? record : newest),
    first.record,
  )
}
