import { causeAfter, decideCause } from './cause.ts'
import { signTold } from './cloud-trail-call.ts'
import type { ImageEvent } from './event.ts'
import type { ImageFacts, ImageState } from './image.ts'
import {
  type ImageRecord,
  seenSinceMs,
  type Told,
  withoutRecycleBinState,
  withoutSettledRequest,
} from './record.ts'
import {
  ANSWERS_WITHIN_MS,
  confirm,
  isOpen,
  isProvedBy,
  lookEventId,
  mayHaveActed,
  type Request,
} from './request.ts'

/** `news` turns the cards; `again` is an event that was taken before, whose telling may be unfinished; `echo` is AWS's
 * event of what a look had already told; `old` came after something newer and is kept as history. */
export type EventMeaning = 'news' | 'again' | 'echo' | 'old'

const floorToSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

/**
 * Decides what an event means to somebody who knows the record. EventBridge keeps no order and repeats itself;
 * AWS gives whole seconds, so a tie is decided by what EC2 says now.
 */
export const decideMeaning = (
  record: ImageRecord,
  event: ImageEvent,
  live: ImageFacts | undefined,
): EventMeaning => {
  const { told, seen, request } = record
  if (told?.eventId === event.id) return 'again'
  if (event.seenLate) {
    // EC2's event was faster than the telling of the look, or a fresh look by id contradicts an older list.
    const isToldAlready = told?.state === event.state && !seen && !(request && isAnswerTo(request, event))
    if (isToldAlready || (live && live.state !== event.state)) return 'echo'
  }
  if (told?.seenLate && told.state === event.state && event.atMs <= told.atMs) return 'echo'
  if (told && event.atMs < told.atMs) return 'old'
  if (told?.state === 'deregistered' && event.atMs === told.atMs) return 'old'
  if (told && event.atMs === told.atMs && event.state !== told.state && live?.state === told.state)
    return 'old'
  if (seen && event.atMs < floorToSecond(seen.atMs) && event.state !== seen.state) return 'old'
  return 'news'
}

/** Whether this event is AWS's answer to this request: same image, the expected state, near in time.
 * The clocks of EC2 and of a Lambda may differ by a few seconds. */
export const isAnswerTo = (request: Request, event: ImageEvent): boolean => {
  if (!mayHaveActed(request) || request.actedAtMs === undefined) return false
  if (event.id === lookEventId(request)) return true
  const sinceMs = event.atMs - floorToSecond(request.actedAtMs)
  return isProvedBy(request, event.state) && sinceMs >= -5_000 && sinceMs <= ANSWERS_WITHIN_MS
}

/**
 * Writes an event into the record: the state, its cause, and the end of the request that it answers or leaves nothing to do for.
 *
 * @param live what EC2 says of the image now; undefined where it says nothing
 * @param nowMs when the event reached us
 */
export const applyEvent = (
  record: ImageRecord,
  event: ImageEvent,
  live: ImageFacts | undefined,
  nowMs: number,
): { record: ImageRecord; reading: EventMeaning; ended?: Request; corrected?: true } => {
  const reading = decideMeaning(record, event, live)
  const facts = live ?? record.facts
  const kept = facts ? { ...record, facts } : record
  if (reading === 'old') return { ...withCauseAfter(kept, event), reading }
  if (reading !== 'news') return { record: kept, reading }

  const settled = withoutSettledRequest(kept)
  const { seen: _turnedByTheEvent, ...turned } = withoutRecycleBinState(settled)
  const rest = { ...turned, rev: record.rev + 1 }
  const cause = decideCause(event, facts, record.seen?.state ?? record.told?.state)
  const told: Told = { eventId: event.id, state: event.state, atMs: event.atMs }
  if (cause) told.cause = cause
  if (event.reason) told.reason = event.reason
  if (event.seenLate) told.seenLate = true
  if (event.replayName) told.replayName = event.replayName
  if (event.requestId) told.requestId = event.requestId

  const { request } = record
  if (request && isAnswerTo(request, event)) {
    const actedAtMs = request.actedAtMs ?? nowMs
    told.by = { person: request.person, afterMs: Math.max(0, nowMs - actedAtMs) }
    const answered = confirm(request, nowMs, event.seenLate ? 'look' : 'event')
    return { record: { ...rest, told, request: answered }, reading, ended: answered }
  }
  if (request && isOpen(request) && event.state === 'deregistered') {
    const overtaken: Request = {
      ...request,
      state: 'failed',
      reason: 'The image was deregistered meanwhile. Nothing is left to change.',
    }
    return {
      record: { ...rest, told: signTold(told, record.calls ?? []), request: overtaken },
      reading,
      ended: overtaken,
    }
  }
  return { record: { ...rest, told: signTold(told, record.calls ?? []) }, reading }
}

/** An event that came late may disprove the cause that the facts suggested for the newer one. */
const withCauseAfter = (
  record: ImageRecord,
  event: ImageEvent,
): { record: ImageRecord; corrected?: true } => {
  const { told } = record
  const cause = told && !told.by && !told.principal ? causeAfter(event, told) : undefined
  return told && cause
    ? { record: { ...record, told: { ...told, cause }, rev: record.rev + 1 }, corrected: true }
    : { record }
}

/** Writes a fresh look at EC2 into the record; no facts means that EC2 does not know the image. */
export const applyLook = (record: ImageRecord, live: ImageFacts | undefined, nowMs: number): ImageRecord => {
  const looked = withLook(record, live, nowMs)
  return shownOf(looked) === shownOf(record) ? looked : { ...looked, rev: record.rev + 1 }
}

/** What a look can change of what people see. */
const shownOf = ({ facts, seen, request, recycled, notKept }: ImageRecord): string =>
  JSON.stringify([facts, seen?.state, request?.key, recycled, notKept])

const withLook = (record: ImageRecord, live: ImageFacts | undefined, nowMs: number): ImageRecord => {
  const { seen: older, ...rest } = record
  const seenAs = (state: ImageState): NonNullable<ImageRecord['seen']> => ({
    state,
    atMs: nowMs,
    sinceMs: older?.state === state ? seenSinceMs(older) : nowMs,
  })
  if (!live) {
    const wasKnown = record.told !== undefined || record.facts !== undefined
    if (!wasKnown || record.told?.state === 'deregistered') return rest
    return { ...withoutSettledRequest(rest), seen: seenAs('deregistered') }
  }
  const back = withoutRecycleBinState(rest)
  return record.told && live.state !== record.told.state
    ? { ...withoutSettledRequest(back), facts: live, seen: seenAs(live.state) }
    : { ...back, facts: live }
}
