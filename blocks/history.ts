import type { KnownBlock } from '@slack/types'
import { ACTION_RULES } from '../src/domain/actions.ts'
import type { HistoryEntry } from '../src/domain/history.ts'
import { imageKey } from '../src/domain/image.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { callWords } from './call-line.ts'
import { actions, button, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { imageWords } from './refusal.ts'
import { code, escapeText, shorten } from './text.ts'
import { snapshotResultWords } from './way-back.ts'
import { personWords, stateWords, timeWords } from './words.ts'

export const OUTCOME: Readonly<Record<string, string>> = {
  asked: 'asked',
  acting: 'under way',
  accepted: 'accepted by EC2',
  confirmed: 'done',
  refused: 'refused',
  failed: 'failed',
  unknown: 'no answer from EC2',
  waiting: 'waits for a second person',
  approved: 'approved',
  declined: 'declined',
  expired: 'expired: nobody decided in time',
}

const entryWords = (entry: HistoryEntry): string => {
  if (entry.kind === 'call') return callWords(entry)
  const when = timeWords(entry.atMs)
  if (entry.kind === 'event') {
    const how = entry.cause ? ` · ${entry.cause}` : ''
    const who = entry.by ? ` by ${personWords(entry.by, 'mention')}` : ''
    const marks = `${entry.stale ? ' · came late' : ''}${entry.seenLate ? ' · seen late' : ''}`
    const why = entry.reason ? ` · ${escapeText(entry.reason, 200)}` : ''
    return `${stateWords(entry.state)}${how}${who} · ${when}${marks}${why}`
  }
  return requestWords(entry, when)
}

const requestWords = (entry: Extract<HistoryEntry, { kind: 'request' }>, when: string): string => {
  const { label } = ACTION_RULES[entry.action]
  return [
    `👤 ${label} asked by ${personWords(entry.by, 'mention')}`,
    OUTCOME[entry.outcome] ?? entry.outcome,
    when,
    entry.approvedBy &&
      `${entry.outcome === 'declined' ? 'declined' : 'approved'} by ${personWords(entry.approvedBy, 'mention')}`,
    entry.emergencyOverride && '🚨 without the second person',
    entry.purpose && `because ${code(entry.purpose, 200)}`,
    entry.reason && escapeText(entry.reason, 200),
    entry.impactSummary && `known then: ${code(entry.impactSummary, 300)}`,
    entry.snapshots && entry.snapshots.length > 0 && snapshotResultWords(entry.snapshots),
    entry.requestId && `EC2 request ${code(entry.requestId, 60)}`,
  ]
    .filter(part => typeof part === 'string' && part !== '')
    .join(' · ')
}

/** The last changes of an image and who made them, newest first, as one section. */
export const historySection = (entries: readonly HistoryEntry[]): KnownBlock =>
  section(
    entries.length === 0
      ? '*Last changes*\nNone that amiops has seen.'
      : `*Last changes*\n${entries
          .slice(0, 5)
          .map(entry => shorten(`• ${entryWords(entry)}`, 580))
          .join('\n')}`,
  )

/** A page of an image's history, for the history command and the History button; the older pages behind a button. */
export const renderHistory = (
  record: ImageRecord,
  entries: readonly HistoryEntry[],
  pages: { isFirst: boolean; before?: string } = { isFirst: true },
): Message => {
  const listed = entries.map(entry => `• ${entryWords(entry)}`)
  const none = pages.isFirst ? 'No change of it has reached amiops.' : 'Nothing older is kept.'
  const shown = listed.length === 0 ? [none] : listed
  const title = pages.isFirst ? 'History of' : 'Older history of'
  return message(`${title} ${imageWords(record)}: ${shown.join(' ')}`, [
    section(`*${title}* ${imageWords(record)}`),
    ...shown.map(line => section(shorten(line, 3000))),
    ...(pages.before === undefined
      ? []
      : [
          actions(
            button({
              actionId: 'history',
              text: 'Older',
              label: shorten(`Older history of ${record.imageId}`, 75),
              value: `${imageKey(record)}|${pages.before}`,
            }),
          ),
        ]),
  ])
}
