import { mentionWords } from '../../blocks/mention.ts'
import type { Config } from '../domain/config.ts'
import type { ImageEvent } from '../domain/event.ts'
import { groupBy } from '../domain/group-by.ts'
import { type ImageFacts, imageKey } from '../domain/image.ts'
import { Later } from '../domain/later.ts'
import { applyEvent, type ImageRecord, type Reading } from '../domain/record.ts'
import { decideRoute } from '../domain/route.ts'
import type { Clock, Images, Ledger, Log, Messenger } from '../ports.ts'
import { answerPrivately } from './answer-privately.ts'
import { changeImage } from './change-image.ts'
import { lookAtImages } from './look.ts'
import { showImage } from './show.ts'
import { tell } from './tell.ts'
import { createTurns, type Turns } from './turns.ts'

export interface AnnounceNeeds {
  images: Pick<Images, 'describe'>
  ledger: Ledger
  messenger: Pick<Messenger, 'post' | 'find' | 'update' | 'respond'>
  config: Config
  clock: Clock
  log: Log
}

/** What became of one event: told, or to be delivered again. */
export type Outcome = { kind: 'done' } | { kind: 'again'; afterSec: number; why: string }

/** How many images are told at the same time. */
const AT_ONCE = 4

/**
 * Tells what AWS said. Each event succeeds or fails by itself; the events of one image are told in AWS's order.
 *
 * @returns the outcome of each event, by its id
 */
export const announce = async (
  needs: AnnounceNeeds,
  events: readonly ImageEvent[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const outcomes = new Map<string, Outcome>()
  const unique = [...new Map(events.map(event => [event.id, event])).values()]
  await noteTouched(needs, unique)
  const live = await lookAtImages(
    needs,
    unique.filter(event => event.state !== 'deregistered'),
  )
  const byImage = groupBy(unique, imageKey)
  const queue = [...byImage.values()].map(list => list.sort((a, b) => a.atMs - b.atMs))
  const turns = createTurns()
  const work = async (): Promise<void> => {
    for (let list = queue.shift(); list; list = queue.shift())
      for (const event of list)
        outcomes.set(event.id, await announceOne({ ...needs, turns }, event, live.get(imageKey(event))))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return outcomes
}

/** For reconcile, which reads the records of these images again. What it tells itself it remembers anyway. */
const noteTouched = async (
  { ledger, clock, log }: AnnounceNeeds,
  events: readonly ImageEvent[],
): Promise<void> => {
  const sent = events.filter(event => !event.seenLate)
  const [first] = sent
  if (!first) return
  const images = [...new Map(sent.map(event => [imageKey(event), event])).values()]
  await ledger
    .noteTouched(first.id, images, clock.nowMs())
    .catch(error => log.warn('What is told now was not noted for reconcile.', { why: String(error) }))
}

const announceOne = async (
  needs: AnnounceNeeds & { turns: Turns },
  event: ImageEvent,
  live: ImageFacts | undefined,
): Promise<Outcome> => {
  const { ledger, clock, log } = needs
  const image = imageKey(event)
  let held = false
  try {
    const claim = await ledger.claimEvent(event.id, clock.nowMs())
    if (claim.kind === 'done')
      log.info('An event came twice; the second is dropped.', { eventId: event.id, image })
    if (claim.kind === 'done') return { kind: 'done' }
    if (claim.kind === 'busy')
      return { kind: 'again', afterSec: 30, why: 'Another function is telling this event.' }
    held = true
    await tellEverywhere(needs, event, live)
    await ledger.settleEvent(event.id)
    return { kind: 'done' }
  } catch (error) {
    const afterSec = error instanceof Later ? error.afterSec : 10
    const why = error instanceof Error ? error.message : String(error)
    log.warn('An event could not be told now; the queue keeps it.', {
      eventId: event.id,
      image,
      why,
      afterSec,
    })
    // Left held where even that fails: the claim ends by itself.
    if (held)
      await ledger
        .releaseEvent(event.id)
        .catch(() => log.warn('A claim could not be released.', { eventId: event.id }))
    return { kind: 'again', afterSec, why }
  }
}

const tellEverywhere = async (
  needs: AnnounceNeeds & { turns: Turns },
  event: ImageEvent,
  live: ImageFacts | undefined,
): Promise<void> => {
  const { ledger, config, clock, log } = needs
  const readings: Reading[] = []
  const { record } = await changeImage(ledger, event, before => {
    const applied = applyEvent(before, event, live, clock.nowMs())
    readings.push(applied.reading)
    return applied.record
  })
  const reading = readings.at(-1) ?? 'news'
  await ledger.addHistory(event, historyOf(event, record, reading))
  if (reading === 'echo') return

  await showImage(needs, event)
  const { channels, mention } = decideRoute(config, event, record.facts)
  const news = { event, isOld: reading === 'old', mention: mentionWords(mention) }
  for (const channel of channels) await tell(needs, record, channel, news)
  await answerPrivately(needs, record, event)
  log.info('An event was told.', {
    eventId: event.id,
    image: imageKey(event),
    state: event.state,
    reading,
    channels,
  })
}

const historyOf = (event: ImageEvent, { told, request }: ImageRecord, reading: Reading) => {
  const own = told?.eventId === event.id ? told : undefined
  return {
    kind: 'event' as const,
    id: event.id,
    // AWS gives whole seconds: an answer must not stand before the request that it answers.
    atMs: own?.by ? Math.max(event.atMs, request?.actedAtMs ?? 0) : event.atMs,
    state: event.state,
    ...(event.reason && { reason: event.reason.slice(0, 1000) }),
    ...(own?.cause && { cause: own.cause }),
    ...(own?.by && { by: own.by.person }),
    ...(reading === 'old' && { old: true as const }),
    ...(event.seenLate && { seenLate: true as const }),
  }
}
