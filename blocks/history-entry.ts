import type { KnownBlock } from '@slack/types'
import type { Attempt, CallEntry, EventEntry } from '../src/domain/history.ts'
import type { HistoryChange } from '../src/domain/join-history.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { changeWords } from './change-words.ts'
import { section } from './elements.ts'
import { imageWords } from './image-words.ts'
import { type Message, message } from './message.ts'
import { principalWords, sharingWords } from './principal.ts'
import { REASON_SHOWN } from './reason.ts'
import { code, shorten } from './text.ts'
import { timeWords } from './words.ts'

/** All of one change in the history: its ids, and what was known when it was asked for. */

const attemptLines = (attempt: Attempt): string[] => [
  `*Requested* ${timeWords(attempt.atMs)}`,
  ...[attempt.requestId, ...(attempt.otherRequestIds ?? [])].flatMap(id =>
    id === undefined ? [] : [`EC2 request ${code(id, 60)}`],
  ),
  `Request id ${code(attempt.id, 80)}`,
]

const eventLines = (event: EventEntry): string[] => [
  `*${event.seenLate ? 'Seen in EC2' : 'AWS event'}* ${timeWords(event.atMs)}`,
  ...(event.reason ? [`AWS’s reason: ${code(event.reason, REASON_SHOWN.historyEntry)}`] : []),
  `Event id ${code(event.id, 120)}`,
]

const callLines = (call: CallEntry): string[] => [
  `*CloudTrail* ${call.call} ${timeWords(call.atMs)}`,
  `Called by ${principalWords(call.principal)}`,
  ...(call.sharing ? [sharingWords(call.sharing)] : []),
  ...(call.isUnexplained ? ['🚨 No request in amiops explains it'] : []),
  ...(call.withSnapshots ? ['Its snapshots were deleted too'] : []),
  ...(call.errorCode ? [`Refused by EC2: ${code(call.errorCode, 80)}`] : []),
  ...(call.requestId ? [`EC2 request ${code(call.requestId, 60)}`] : []),
]

export const renderHistoryEntry = (record: ImageRecord, change: HistoryChange): Message => {
  const parts = [
    ...change.attempts.map(attemptLines),
    ...change.events.map(eventLines),
    ...change.calls.map(callLines),
  ].map(lines => lines.join('\n'))
  const head = changeWords(change)
  return message(`${imageWords(record)}: ${[head, ...parts].join('. ').replaceAll('\n', ' · ')}`, [
    section(shorten(`${imageWords(record)}\n${head}`, 3000)),
    ...parts.slice(0, 20).map((part): KnownBlock => section(shorten(part, 3000))),
  ])
}
