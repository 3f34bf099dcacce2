import { type Circuit, createCircuit } from '../../circuit.ts'
import type { ImageEvent } from '../../domain/event.ts'
import { imageKey } from '../../domain/image.ts'
import type { ClaimedEvent, RecordedEvent } from '../../domain/recorded-event.ts'
import { isOpen } from '../../domain/request.ts'
import { type ChannelRoom, deferRetry, retryOf } from '../../domain/retry-later.ts'
import { allOf, inParallel } from '../../in-parallel.ts'
import { readImage } from '../../stored/change-image.ts'
import { answerPrivately } from '../cards/show.ts'
import { showInForm } from '../perform/show-in-form.ts'
import { sendNews } from '../watch/send-news.ts'
import { announceEvents } from './announce-events.ts'
import type { AnnounceNeeds } from './needs.ts'
import { recordEvents } from './record-events.ts'
import { sendFallback } from './send-fallback.ts'

/** What became of one event: announced, or to be delivered again. `wasAnnounced`: by an earlier delivery. */
export type Outcome = (
  | { kind: 'done' }
  /** `isPlanned`: nothing failed; the event is delivered again at this time to finish a digest. `room`: nothing failed; it
   * waits for room in its channel. */
  | { kind: 'again'; afterSec: number; why: string; isPlanned?: true; room?: ChannelRoom }
) & { wasAnnounced?: true }

/** How many claims are under way at the same time. */
const CLAIMS_AT_ONCE = 24

/**
 * Announces a batch of events. Each event succeeds or fails by itself; the events of one image are announced in AWS's order.
 *
 * @returns the outcome of each event, by its id
 */
export const announce = async (
  needs: AnnounceNeeds,
  events: readonly ImageEvent[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const { ledger, clock, log } = needs
  const outcomes = new Map<string, Outcome>()
  const batchId = crypto.randomUUID().slice(0, 13)
  const unique = [...new Map(events.map(event => [event.id, event])).values()]
  const ask = createCircuit()
  // 1 claim
  const [, taken] = await allOf([
    recordRecentlyChanged(needs, unique),
    claimEvents(needs, ask, batchId, unique, outcomes),
  ])

  const faults = new Map<string, unknown>()
  const comeAgain = new Map<string, number>()
  const deliverAgain = (id: string, afterSec: number): void =>
    void comeAgain.set(id, Math.min(afterSec, comeAgain.get(id) ?? Number.POSITIVE_INFINITY))
  let inDigests: ReadonlySet<string> = new Set()
  let watchers: readonly string[] = []
  const wasAnnounced = (id: string) => (inDigests.has(id) ? { wasAnnounced: true as const } : {})
  try {
    // 2 look and record
    const { known, failed } = await recordEvents(needs, taken)
    // 3 announce
    const announced = await announceEvents(needs, batchId, known)
    inDigests = announced.inDigests
    watchers = announced.watchers
    for (const [id, error] of [...failed, ...announced.failed]) faults.set(id, error)
    // An event of two channels may be the reminder of two digests.
    for (const { eventId, afterSec } of announced.again) deliverAgain(eventId, afterSec)
    if (announced.waiting.length > 0)
      for (const [id, afterSec] of await sendFallback(needs, announced.waiting)) deliverAgain(id, afterSec)
    for (const { event, record, meaning } of known)
      if (meaning !== 'alreadyObserved' && !faults.has(event.id) && record.request?.place.isPrivate)
        await answerPrivately(needs, await readImage(ledger, event), event)
    await showInForms(needs, known, faults)
    // 4 settle
    const done = taken.map(({ event }) => event.id).filter(id => !faults.has(id) && !comeAgain.has(id))
    await ledger.settleEvents(done, clock.nowMs())
    for (const id of done) outcomes.set(id, { kind: 'done', ...wasAnnounced(id) })
  } catch (error) {
    for (const { event } of taken) if (!outcomes.has(event.id)) faults.set(event.id, error)
  }

  for (const [id, afterSec] of comeAgain)
    if (!faults.has(id))
      outcomes.set(id, {
        kind: 'again',
        afterSec,
        why: 'Its digest is not finished, or Slack has not accepted it.',
        isPlanned: true,
        ...wasAnnounced(id),
      })
  for (const [id, error] of faults) {
    const retry = retryOf(error)
    log.warn('An event could not be announced now; the queue keeps it.', { eventId: id, ...retry })
    outcomes.set(id, { kind: 'again', ...retry })
  }
  // If that fails too, the claim expires by itself.
  await inParallel([...new Set([...comeAgain.keys(), ...faults.keys()])], CLAIMS_AT_ONCE, async id => {
    await ask(() => ledger.releaseEvent(id)).catch(() =>
      log.warn('A claim could not be released.', { eventId: id }),
    )
  })
  // 5 send direct messages
  await sendNews(needs, watchers)
  return outcomes
}

/** Updates the forms of the requests that have ended now. Where Slack has no room for one, its event is delivered again. */
const showInForms = async (
  needs: AnnounceNeeds,
  known: readonly RecordedEvent[],
  faults: Map<string, unknown>,
): Promise<void> => {
  for (const { event, record } of known) {
    const { request } = record
    if (!request?.viewId || isOpen(request) || faults.has(event.id)) continue
    const later = await deferRetry(showInForm(needs, record, request))
    if (later) faults.set(event.id, later)
  }
}

/** Saves which images changed: the next scan reads their records. Events that a scan found are left out. */
const recordRecentlyChanged = async (
  { ledger, clock, log }: AnnounceNeeds,
  events: readonly ImageEvent[],
): Promise<void> => {
  const sent = events.filter(event => !event.seenLate)
  const [first] = sent
  if (!first) return
  const images = [...new Map(sent.map(event => [imageKey(event), event])).values()]
  await ledger
    .saveRecentlyChanged(first.id, images, clock.nowMs())
    .catch(error =>
      log.warn('The changed images could not be saved for the next reconciliation.', { why: String(error) }),
    )
}

/** Claims the events that no other function holds, and sets the outcome of the others. */
const claimEvents = async (
  { ledger, clock, log }: AnnounceNeeds,
  ask: Circuit,
  batchId: string,
  events: readonly ImageEvent[],
  outcomes: Map<string, Outcome>,
): Promise<ClaimedEvent[]> => {
  const claims = new Map<string, Omit<ClaimedEvent, 'event'>>()
  const refused = new Map<string, number>()
  await inParallel(events, CLAIMS_AT_ONCE, async event => {
    const about = { eventId: event.id, image: imageKey(event) }
    try {
      const claim = await ask(() => ledger.claimEvent(event.id, clock.nowMs(), batchId))
      if (claim.kind === 'claimed') {
        const { kind: _claimed, batchIds: earlierBatchIds, ...rest } = claim
        claims.set(event.id, { earlierBatchIds, ...rest })
      }
      if (claim.kind === 'busy')
        outcomes.set(event.id, {
          kind: 'again',
          afterSec: 30,
          why: 'Another function is announcing this event.',
        })
      if (claim.kind !== 'done') return
      log.info('An event came twice; the second is dropped.', about)
      outcomes.set(event.id, { kind: 'done', wasAnnounced: true })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      refused.set(why, (refused.get(why) ?? 0) + 1)
      outcomes.set(event.id, { kind: 'again', afterSec: 10, why })
    }
  })
  // One line for all: a batch may hold a thousand events, and is delivered many times.
  for (const [why, count] of refused)
    log.warn('Events could not be taken now; the queue keeps them.', { events: count, why })
  return events.flatMap(event => {
    const claim = claims.get(event.id)
    return claim ? [{ event, ...claim }] : []
  })
}
