import type { ImageEvent } from '../src/domain/event.ts'
import { FALLBACK_AFTER_MS } from '../src/domain/fallback.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { REASON_SHOWN } from './reason.ts'
import { shorten, toLine } from './text.ts'
import { consoleUrl, countWords, durationWords, STATE_WORDS, utcWords } from './words.ts'

/** An e-mail as SNS takes it: a subject of fewer than 100 ASCII characters, a body of plain text. */
export interface Email {
  subject: string
  body: string
}

/** One event that Slack has not accepted. */
export interface EmailedEvent {
  event: ImageEvent
  record: ImageRecord
  /** The account's alias, or its id. */
  accountName: string
  /** As the config names them. */
  channels: readonly string[]
  /** The rule that mentions somebody. */
  rule?: string
}

/** SNS takes fewer than 100: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT = 99
/** SNS takes 256 KB, which is more than anybody reads. */
const LISTED = 100

/** No mail program guesses at a character set. */
const asciiLine = (text: string, max: number): string => {
  const ascii = toLine(text)
    .replace(/…/g, '...')
    .replace(/[^\x20-\x7e]/g, '?')
  return ascii.length <= max ? ascii : `${ascii.slice(0, max - 3).trimEnd()}...`
}

const nameOf = ({ record, event }: EmailedEvent): string => {
  const name = shorten(toLine(record.facts?.name ?? ''), 140)
  return name === '' ? event.imageId : `${name} (${event.imageId})`
}

const accountOf = ({ accountName, event: { account } }: EmailedEvent): string =>
  accountName === account ? account : `${toLine(accountName)} (${account})`

const stateOf = ({ event }: EmailedEvent): string => STATE_WORDS[event.state].word

const eventLines = (one: EmailedEvent): string[] => {
  const { event, record, rule } = one
  const reason = shorten(toLine(event.reason ?? record.facts?.stateReason ?? ''), REASON_SHOWN.email)
  const url = event.state === 'deregistered' ? undefined : consoleUrl(event)
  return [
    ...(event.state === 'failed' ? [`Reason: ${reason || 'AWS gave none'}`] : []),
    `Account: ${accountOf(one)}`,
    `Region: ${event.region}`,
    `Time: ${utcWords(event.atMs)}`,
    ...(rule === undefined ? [] : [`Rule: ${toLine(rule)}`]),
    ...(url === undefined ? [] : [`Console: ${url}`]),
  ]
}

const countsOf = (events: readonly EmailedEvent[]): string => {
  const states = events.map(stateOf)
  return [...new Set(states)]
    .map(state => `${states.filter(one => one === state).length} ${state.toLowerCase()}`)
    .join(', ')
}

const subjectOf = (events: readonly EmailedEvent[], [first]: readonly EmailedEvent[]): string =>
  first && events.length === 1
    ? `amiops: ${stateOf(first)}: ${nameOf(first)} in ${toLine(first.accountName)}, ${first.event.region}`
    : `amiops: ${countWords(events.length, 'image')}: ${countsOf(events)}`

/**
 * Draws events that Slack has not accepted as one e-mail of plain text: images' names and AWS's reasons are data, each on
 * its line.
 *
 * @param mayBeSecond amiops was interrupted while it sent an e-mail about them, and does not know whether it was sent
 */
export const renderEmail = (events: readonly EmailedEvent[], mayBeSecond: boolean): Email => {
  const channels = [...new Set(events.flatMap(one => one.channels))].map(name => `#${name}`)
  const left = events.length - LISTED
  const body = [
    ...(mayBeSecond
      ? ['This may be a second e-mail about the same: amiops was interrupted while it sent the first.', '']
      : []),
    ...events.slice(0, LISTED).flatMap(one => [`${stateOf(one)}: ${nameOf(one)}`, ...eventLines(one), '']),
    ...(left > 0 ? [`And ${countWords(left, 'other image')}.`, ''] : []),
    `Slack has not accepted this for ${durationWords(FALLBACK_AFTER_MS)}. Meant for ${channels.join(', ')}.`,
    'amiops keeps trying. Once Slack accepts it, buttons and history are there.',
  ]
  return { subject: asciiLine(subjectOf(events, events), SUBJECT), body: `${body.join('\n')}\n` }
}
