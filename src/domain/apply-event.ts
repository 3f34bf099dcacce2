import { causeAfter, decideCause } from './cause.ts'
import { withPrincipal } from './cloud-trail-call.ts'
import type { ImageEvent } from './event.ts'
import type { ImageFacts, ImageState } from './image.ts'
import {
  type ImageRecord,
  type LastEvent,
  observedSinceMs,
  withoutFailure,
  withoutRequest,
  withoutSettledRequest,
} from './record.ts'
import { withoutRecycleBinState } from './recycle-bin-state.ts'
import {
  ANSWERS_WITHIN_MS,
  confirm,
  isOpen,
  isProvedBy,
  lookEventId,
  mayHaveActed,
  type Request,
} from './request.ts'

/** `new` updates the cards; `redelivered` was claimed before, and its announcement may be unfinished; `alreadyObserved` is AWS's
 * event of what a look has announced; `stale` came after something newer and is history. */
export type EventMeaning = 'new' | 'redelivered' | 'alreadyObserved' | 'stale'

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
  const { lastEvent, observedState, request } = record
  if (lastEvent?.eventId === event.id) return 'redelivered'
  if (event.seenLate) {
    // EC2's event was announced before the look, or a look by id contradicts an older list.
    const isAnnounced =
      lastEvent?.state === event.state && !observedState && !(request && isAnswerTo(request, event))
    if (isAnnounced || (live && live.state !== event.state)) return 'alreadyObserved'
  }
  if (lastEvent?.seenLate && lastEvent.state === event.state && event.atMs <= lastEvent.atMs)
    return 'alreadyObserved'
  if (lastEvent && event.atMs < lastEvent.atMs) return 'stale'
  if (lastEvent?.state === 'deregistered' && event.atMs === lastEvent.atMs) return 'stale'
  if (
    lastEvent &&
    event.atMs === lastEvent.atMs &&
    event.state !== lastEvent.state &&
    live?.state === lastEvent.state
  )
    return 'stale'
  if (observedState && event.atMs < floorToSecond(observedState.atMs) && event.state !== observedState.state)
    return 'stale'
  return 'new'
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
): { record: ImageRecord; meaning: EventMeaning; ended?: Request; corrected?: true } => {
  const meaning = decideMeaning(record, event, live)
  const facts = live ?? record.facts
  const kept = facts ? { ...record, facts } : record
  if (meaning === 'stale') return { ...withEndedBy(withCauseAfter(kept, event), event, nowMs), meaning }
  if (meaning !== 'new') return { record: kept, meaning }

  const settled = withoutFailure(withoutSettledRequest(kept))
  const { observedState: _replaced, ...withoutLook } = withoutRecycleBinState(settled)
  const rest = { ...withoutLook, rev: record.rev + 1 }
  const cause = decideCause(event, facts, record.observedState?.state ?? record.lastEvent?.state)
  const lastEvent: LastEvent = { eventId: event.id, state: event.state, atMs: event.atMs }
  if (cause) lastEvent.cause = cause
  if (event.reason) lastEvent.reason = event.reason
  if (event.seenLate) lastEvent.seenLate = true
  if (event.replayName) lastEvent.replayName = event.replayName
  if (event.requestId) lastEvent.requestId = event.requestId

  const { request } = record
  if (request && isAnswerTo(request, event)) {
    const actedAtMs = request.actedAtMs ?? nowMs
    lastEvent.by = { person: request.person, afterMs: Math.max(0, nowMs - actedAtMs) }
    const answered = confirm(request, nowMs, event.seenLate ? 'look' : 'event')
    return { record: { ...rest, lastEvent, request: answered }, meaning, ended: answered }
  }
  if (request && isOvertaken(request, event)) {
    const { request: _carriedOut, ...free } = rest
    lastEvent.ended = { id: request.key, atMs: request.askedAtMs }
    return {
      record: { ...free, lastEvent: withPrincipal(lastEvent, record.calls ?? []) },
      meaning,
      ended: confirm(request, nowMs, 'event'),
    }
  }
  if (request && isOpen(request) && event.state === 'deregistered') {
    const overtaken: Request = {
      ...request,
      state: 'failed',
      reason: 'The image was deregistered meanwhile. Nothing is left to change.',
    }
    return {
      record: { ...rest, lastEvent: withPrincipal(lastEvent, record.calls ?? []), request: overtaken },
      meaning,
      ended: overtaken,
    }
  }
  return { record: { ...rest, lastEvent: withPrincipal(lastEvent, record.calls ?? []) }, meaning }
}

/** The clocks of EC2 and of a Lambda may differ by so much, and a call takes its time. */
const CLOCKS_APART_MS = 10_000

/** EC2 accepted the request, and an event that can only follow it came first: its own event is lost or late. After a deregistration
 * nothing follows. */
const isOvertaken = (request: Request, event: ImageEvent): boolean =>
  request.state === 'accepted' &&
  (request.action === 'enable' || request.action === 'disable') &&
  event.atMs - (request.actedAtMs ?? Number.POSITIVE_INFINITY) > CLOCKS_APART_MS

/** A stale event may be the answer to a request that is still open. The record holds it no longer: its cards show what is newer. */
const withEndedBy = (
  applied: { record: ImageRecord; corrected?: true },
  event: ImageEvent,
  nowMs: number,
): { record: ImageRecord; corrected?: true; ended?: Request } => {
  const { request } = applied.record
  if (!request || !isAnswerTo(request, event)) return applied
  return { ...applied, record: withoutRequest(applied.record), ended: confirm(request, nowMs, 'event') }
}

/** An event that came late may disprove the cause that the facts suggested for the newer one. */
const withCauseAfter = (
  record: ImageRecord,
  event: ImageEvent,
): { record: ImageRecord; corrected?: true } => {
  const { lastEvent } = record
  const cause = lastEvent && !lastEvent.by && !lastEvent.principal ? causeAfter(event, lastEvent) : undefined
  return lastEvent && cause
    ? { record: { ...record, lastEvent: { ...lastEvent, cause }, rev: record.rev + 1 }, corrected: true }
    : { record }
}

/** Writes a fresh look at EC2 into the record; no facts means that EC2 does not know the image. */
export const applyLook = (record: ImageRecord, live: ImageFacts | undefined, nowMs: number): ImageRecord => {
  const looked = withLook(record, live, nowMs)
  return shownOf(looked) === shownOf(record) ? looked : { ...looked, rev: record.rev + 1 }
}

/** What a look can change of what people see. */
const shownOf = ({ facts, observedState, request, recycled, notRestorable }: ImageRecord): string =>
  JSON.stringify(sorted([facts, observedState?.state, request?.key, recycled, notRestorable]))

/** DynamoDB gives the keys of a map back in any order. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)])
}

const withLook = (record: ImageRecord, live: ImageFacts | undefined, nowMs: number): ImageRecord => {
  const { observedState: older, ...rest } = record
  const seenAs = (state: ImageState): NonNullable<ImageRecord['observedState']> => ({
    state,
    atMs: nowMs,
    sinceMs: older?.state === state ? observedSinceMs(older) : nowMs,
  })
  if (!live) {
    const wasKnown = record.lastEvent !== undefined || record.facts !== undefined
    if (!wasKnown || record.lastEvent?.state === 'deregistered') return rest
    return { ...withoutSettledRequest(rest), observedState: seenAs('deregistered') }
  }
  const back = withoutRecycleBinState(rest)
  return record.lastEvent && live.state !== record.lastEvent.state
    ? { ...withoutSettledRequest(back), facts: live, observedState: seenAs(live.state) }
    : { ...back, facts: live }
}
