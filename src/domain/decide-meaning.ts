import type { ImageEvent } from './event.ts'
import type { ImageFacts } from './image.ts'
import type { ImageRecord } from './record.ts'
import { isProvedBy, lookEventId, mayHaveActed, type Request } from './request.ts'
import { ANSWERS_WITHIN_MS } from './request-timing.ts'

/** `contradicted`: EC2 shows another state, so it is history only. `new` updates the cards; `redelivered` was claimed before, and its announcement may be unfinished; `alreadyObserved` is AWS's
 * event of what a look has announced; `outOfOrder` came after something newer and is history. */
export type EventMeaning = 'new' | 'redelivered' | 'alreadyObserved' | 'outOfOrder' | 'contradicted'

const floorToSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

/**
 * Decides what an event means to the record. EventBridge may deliver out of order and more than once. AWS gives whole seconds, so a tie
 * is decided by EC2's state now.
 */
export const decideMeaning = (
  record: ImageRecord,
  event: ImageEvent,
  live: ImageFacts | undefined,
): EventMeaning => {
  const meaning = meaningInOrder(record, event, live)
  return meaning === 'new' && event.shownAs !== undefined ? 'contradicted' : meaning
}

const meaningInOrder = (
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
  if (lastEvent && event.atMs < lastEvent.atMs) return 'outOfOrder'
  if (lastEvent?.state === 'deregistered' && event.atMs === lastEvent.atMs) return 'outOfOrder'
  if (
    lastEvent &&
    event.atMs === lastEvent.atMs &&
    event.state !== lastEvent.state &&
    live?.state === lastEvent.state
  )
    return 'outOfOrder'
  if (observedState && event.atMs < floorToSecond(observedState.atMs) && event.state !== observedState.state)
    return 'outOfOrder'
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
