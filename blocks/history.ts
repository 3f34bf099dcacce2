import type { KnownBlock } from '@slack/types'
import { ACTION_RULES } from '../src/domain/actions.ts'
import type { HistoryEntry } from '../src/domain/history.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { callWords } from './call-line.ts'
import { section } from './elements.ts'
import { type Message, message } from './message.ts'
import { imageWords } from './refusal.ts'
import { escapeText } from './text.ts'
import { personWords, stateWords, timeWords } from './words.ts'

const OUTCOME: Readonly<Record<string, string>> = {
  asked: 'asked',
  acting: 'under way',
  accepted: 'accepted by EC2',
  confirmed: 'done',
  refused: 'refused',
  failed: 'failed',
  unknown: 'no answer from EC2',
}

const entryWords = (entry: HistoryEntry): string => {
  if (entry.kind === 'call') return callWords(entry)
  const when = timeWords(entry.atMs)
  if (entry.kind === 'event') {
    const how = entry.cause ? ` · ${entry.cause}` : ''
    const who = entry.by ? ` by ${personWords(entry.by, 'mention')}` : ''
    const marks = `${entry.old ? ' · came late' : ''}${entry.seenLate ? ' · seen late' : ''}`
    const why = entry.reason ? ` · ${escapeText(entry.reason, 200)}` : ''
    return `${stateWords(entry.state)}${how}${who} · ${when}${marks}${why}`
  }
  const why = entry.reason ? ` · ${escapeText(entry.reason, 200)}` : ''
  const { label } = ACTION_RULES[entry.action]
  return `👤 ${label} asked by ${personWords(entry.by, 'mention')} · ${OUTCOME[entry.outcome] ?? entry.outcome} · ${when}${why}`
}

/** The last changes of an image and who made them, newest first, as one section. */
export const historySection = (entries: readonly HistoryEntry[]): KnownBlock =>
  section(
    entries.length === 0
      ? '*Last changes*\nNone that amiops has seen.'
      : `*Last changes*\n${entries
          .slice(0, 5)
          .map(entry => `• ${entryWords(entry)}`)
          .join('\n')}`,
  )

/** The history alone, for the History button. */
export const renderHistory = (record: ImageRecord, entries: readonly HistoryEntry[]): Message => {
  const listed = entries.map(entry => `• ${entryWords(entry)}`)
  const shown = listed.length === 0 ? ['No change of it has reached amiops.'] : listed
  return message(`History of ${imageWords(record)}: ${shown.join(' ')}`, [
    section(`*History of* ${imageWords(record)}`),
    ...shown.slice(0, 20).map(section),
  ])
}
