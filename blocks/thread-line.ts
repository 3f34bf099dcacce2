import { ACTION_RULES } from '../src/domain/actions.ts'
import type { ImageEvent } from '../src/domain/event.ts'
import { attemptOf } from '../src/domain/history.ts'
import { type CardMention, type ImageRecord, type LastEvent, stateOf } from '../src/domain/record.ts'
import type { Request } from '../src/domain/request.ts'
import { accessSign } from './action-words.ts'
import { quote, section } from './elements.ts'
import { mentionLine } from './mention.ts'
import { type Message, message } from './message.ts'
import { pastWords } from './past-words.ts'
import { principalWords } from './principal.ts'
import { REASON_SHOWN } from './reason.ts'
import { retirementWords } from './retirement-words.ts'
import { CAUSE_WORDS, consentWords, proofWords } from './status-line.ts'
import { code, escapeText, quoted, shorten, toLine } from './text.ts'
import { capital, personWords, shownWords, stateWords, timeWords } from './words.ts'

const newerWords = (record: ImageRecord): string => {
  const { lastEvent, observedState } = record
  return `${stateWords(stateOf(record))}${lastEvent && !observedState ? ` since ${timeWords(lastEvent.atMs)}` : ''}`
}

/** The new state and who caused it, then when, then why: by the request that it answers, or by CloudTrail. */
const doneWords = ({ request }: ImageRecord, event: ImageEvent, own: LastEvent): string[] => {
  const state = stateWords(event.state)
  const when = timeWords(event.atMs)
  if (own.by && request) {
    const past = pastWords(attemptOf(request))
    // "Disabled by", but "Available · enabled by".
    const how = state.toLowerCase().endsWith(past) ? '' : ` · ${past}`
    return [
      `${state}${how} by ${personWords(own.by.person, 'name')}${consentWords(request, 'name')}`,
      when,
      ...(request.purpose ? [`reason: ${quoted(request.purpose, 300)}`] : []),
      proofWords(event.seenLate ? 'look' : 'event', own.by.afterMs),
    ]
  }
  if (event.state === 'failed') return [`${state} ${when}`]
  const how = own.cause ? ` · ${CAUSE_WORDS[own.cause]}` : ''
  const by = own.principal ? `by ${principalWords(own.principal)}` : 'outside Slack'
  return [`${state}${how} ${by}`, when]
}

/**
 * The line that an event adds to the thread of a card: something that happened and does not change. It is posted, so it
 * notifies only those whom the rule mentions.
 *
 * @param where account and region, where the card is that of another image
 */
export const renderThreadLine = (
  record: ImageRecord,
  event: ImageEvent,
  superseded: boolean,
  mention?: CardMention,
  where?: string,
): Message => {
  const { own, line } = lineWords(record, event, superseded)
  const { name } = record.facts ?? {}
  const place = where === undefined ? '' : ` in ${escapeText(where, 100)}`
  const call = mention ? `${mentionLine(mention)}\n` : ''
  const reason = event.state === 'failed' ? shorten(toLine(event.reason ?? ''), REASON_SHOWN.threadLine) : ''
  return message(
    `${call}${name ? `${escapeText(name, 140)} (${record.imageId})` : record.imageId}${place}: ${line}${reason && `. Reason: ${escapeText(reason, REASON_SHOWN.threadWords)}`}`,
    [
      section(`${call}${code(name ?? record.imageId, 140)}${place}: ${line}`),
      ...(reason === '' ? [] : [quote(reason)]),
    ],
    {
      event_type: 'amiops_event',
      event_payload: {
        event: event.id,
        ...(own?.principal && { named: 'yes' }),
        ...(mention && { called: mention.who.join(' ') }),
      },
    },
  )
}

/** The same as a line of mrkdwn, for messages without a card. */
export const eventLine = (record: ImageRecord, event: ImageEvent, where: string): string => {
  const what = code(record.facts?.name ?? record.imageId, 140)
  return `${what} in ${escapeText(where, 100)}: ${lineWords(record, event, false).line}`
}

/** The new state in words, without the image's name. */
const lineWords = (
  record: ImageRecord,
  event: ImageEvent,
  superseded: boolean,
): { own: LastEvent | undefined; line: string } => {
  const own = !superseded && record.lastEvent?.eventId === event.id ? record.lastEvent : undefined
  const line = [
    ...(own ? doneWords(record, event, own) : [`${stateWords(event.state)} ${timeWords(event.atMs)}`]),
    ...(event.shownAs !== undefined
      ? [`⚠️ not confirmed: ${shownWords(event.shownAs)}`]
      : superseded
        ? [`superseded: ${newerWords(record)}`]
        : []),
    ...(event.seenLate && !own?.by ? ['detected by reconciliation (no event from AWS)'] : []),
    ...(event.replayName ? [`replayed from ${code(event.replayName, 80)}`] : []),
  ].join(' · ')
  return { own, line }
}

/** The line of a request without an event: one that failed, or that leaves the image's state as it is. */
export const renderRequestLine = (request: Request): Message => {
  const { label } = ACTION_RULES[request.action]
  const by = personWords(request.person, 'name')
  const purpose = request.purpose ? ` · reason: ${quoted(request.purpose, 300)}` : ''
  const line =
    request.state === 'failed'
      ? `⚠️ ${label} requested by ${by} failed${purpose}. ${escapeText(request.reason ?? '', 600)}`
      : `${accessSign(request.action)} ${capital(pastWords(attemptOf(request)))} by ${by}${consentWords(request, 'name')}${request.retirement?.deprecateAtMs ? ` · ${retirementWords(request.retirement)}` : ''}${purpose} · ${timeWords(request.confirmedAtMs ?? request.askedAtMs)}`
  return message(line, [section(line)])
}
