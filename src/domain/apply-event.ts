import { causeAfter, decideCause } from './cause.ts'
import { withPrincipal } from './cloud-trail-call.ts'
import { decideMeaning, type EventMeaning, isAnswerTo } from './decide-meaning.ts'
import type { ImageEvent } from './event.ts'
import { withoutFailure } from './failures.ts'
import type { ImageFacts } from './image.ts'
import { withoutNewBuild } from './new-build.ts'
import type { ImageRecord, LastEvent } from './record.ts'
import { endAlerts } from './record-alerts.ts'
import { withoutRequest, withoutSettledRequest } from './record-request.ts'
import { withoutRecycleBinState } from './recycle-bin-state.ts'
import { confirm, isOpen, type Request } from './request.ts'
import { NOBODY } from './sharing.ts'

/**
 * Writes an event into the record: the state, its cause, and the end of the request that it answers or overtakes.
 *
 * @param live what EC2 says of the image now; undefined if it was not asked or did not answer
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
  if (meaning === 'outOfOrder') return { ...withEndedBy(withCauseAfter(kept, event), event, nowMs), meaning }
  if (meaning !== 'new') return { record: kept, meaning }

  const settled = withoutNewBuild(withoutFailure(withoutSettledRequest(kept)))
  const { observedState: _replaced, ...withoutLook } = withoutAccess(withoutRecycleBinState(settled), event)
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

/** A disabled image keeps no launch permissions, and a deregistered one cannot be launched. */
const withoutAccess = (record: ImageRecord, { state, atMs }: ImageEvent): ImageRecord =>
  state === 'disabled' || state === 'deregistered'
    ? (endAlerts(record, () => NOBODY, { atMs, state }) ?? record)
    : record

/** The most that EC2's clock and a function's may differ, with the time that a call takes. */
const CLOCK_DIFFERENCE_MS = 10_000

/**
 * EC2 accepted the request, and an event that must be later than the request's own event came first: the own event is lost or late. No
 * event follows a deregistration.
 */
const isOvertaken = (request: Request, event: ImageEvent): boolean =>
  request.state === 'accepted' &&
  (request.action === 'enable' || request.action === 'disable') &&
  event.atMs - (request.actedAtMs ?? Number.POSITIVE_INFINITY) > CLOCK_DIFFERENCE_MS

/**
 * An event out of order may answer a request that is still open. The request then leaves the record, whose cards show something
 * newer.
 */
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
