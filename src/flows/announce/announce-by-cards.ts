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
import { needsRecycleBinLook } from '../../domain/recycle-bin-state.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { mentionOf } from '../../domain/route.ts'
import { inParallel } from '../../in-parallel.ts'
import { addToThreads } from '../cards/add-to-threads.ts'
import { showRecord } from '../cards/show.ts'
import { readStandingCards } from '../cards/standing-cards.ts'
import { isMutedEverywhere } from '../mute/keep-muted.ts'
import { createSaveFamily } from '../steps/save-family.ts'
import { LAUNCHES_OF_A_BATCH, saveLaunches } from '../steps/save-launches.ts'
import { saveRecycleBinState } from '../steps/save-recycle-bin-state.ts'
import { afterEvent } from './after-event.ts'
import { announceInChannel } from './announce-in-channel.ts'
import { type ChannelPlan, isUrgent, type PlannedEvent } from './channel-plan.ts'
import type { AnnounceNeeds } from './needs.ts'
import { lineKey } from './post-line.ts'

/** How many images get their cards at the same time. */
const CARDS_AT_ONCE = 4
/** Events that are not announced by then are delivered again: a function that times out settles nothing. */
const ANNOUNCE_FOR_MS = 25_000
const RETRY_SEC = 2

/**
 * Updates the cards of each image and announces its events: urgent ones first, the accounts in turn. Images whose events all went into
 * digests are left out.
 *
 * @param accepted the ids of the events that Slack has accepted in a channel are added to it
 * @returns the errors of the events that could not be announced everywhere, by their ids
 */
export const announceByCards = async (
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
