import { ACTION_RULES } from '../src/domain/actions.ts'
import type { ImageEvent } from '../src/domain/event.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import { quote, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { principalWords } from './principal.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { durationWords, personWords, stateWords, timeWords } from './words.ts'

const newerWords = (record: ImageRecord): string => {
  const { lastEvent, observedState } = record
  return `${stateWords(stateOf(record))}${lastEvent && !observedState ? ` since ${timeWords(lastEvent.atMs)}` : ''}`
}

/** The line that an event adds to the thread of a card: what happened once, for good. It is posted, so it pings nobody
 * but the rule's own mention. */
export const renderThreadLine = (
  record: ImageRecord,
  event: ImageEvent,
  superseded: boolean,
  mention: readonly string[],
): Message => {
  const own = !superseded && record.lastEvent?.eventId === event.id ? record.lastEvent : undefined
  const { request } = record
  const by =
    own?.by && request
      ? ` · ${ACTION_RULES[request.action].past} by ${personWords(own.by.person, 'name')} · confirmed by ${event.seenLate ? 'a look at EC2' : 'AWS'} after ${durationWords(own.by.afterMs)}`
      : ''
  const actor = own?.principal ? `by ${principalWords(own.principal)}` : 'nobody asked for it in Slack'
  const outside = own && !own.by && event.state !== 'failed' ? ` · ${actor}` : ''
  const late = superseded ? ` · superseded: ${newerWords(record)}` : ''
  const seenLate = event.seenLate ? ' · seen late: AWS sent no event' : ''
  const replayed = event.replayName ? ` · replayed from ${code(event.replayName, 80)}` : ''
  const name = record.facts?.name
  const line = `${stateWords(event.state)} ${timeWords(event.atMs)}${by}${outside}${late}${seenLate}${replayed}`
  const call = mention.length > 0 ? `${mention.join(' ')} ` : ''
  const reason = event.state === 'failed' ? shorten(toLine(event.reason ?? ''), 2000) : ''
  return message(
    `${call}${name ? `${escapeText(name, 140)} (${record.imageId})` : record.imageId}: ${line}${reason && `. Reason: ${escapeText(reason, 800)}`}`,
    [
      section(`${call}${code(name ?? record.imageId, 140)} ${line}`),
      ...(reason === '' ? [] : [quote(reason)]),
    ],
    { event_type: 'amiops_event', event_payload: { event: event.id } },
  )
}
