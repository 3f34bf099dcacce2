import type { AuditNote } from '../src/domain/audit-note.ts'
import type { NotAllowed } from '../src/domain/authorise.ts'
import {
  EXPORT_FILTERS,
  type ExportFault,
  type ExportFilter,
  filterWords,
} from '../src/domain/export-filter.ts'
import { whyWords } from './ec2-trouble.ts'
import { context, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { renderNote } from './note.ts'
import { groupWords, roleWords } from './role-words.ts'
import { code, escapeText } from './text.ts'
import { countWords, personWords, utcWords } from './words.ts'

/** An export of the audit log. */
export interface ExportView extends ExportFilter {
  entries: number
  unreadable: number
  /** There are more: the file has those before this time. */
  cutAtMs?: number
}

const dayWords = (ms: number): string => utcWords(ms).slice(0, 10)

const entriesWords = (entries: number): string => countWords(entries, 'entry', 'entries')

const onlyWords = (only: string): string => (only === '' ? '' : `, ${code(only, 200)}`)

const titleOf = (view: ExportView): string => {
  const { fromMs, toMs, entries, cutAtMs } = view
  return `Audit log, ${utcWords(fromMs)} to ${utcWords(cutAtMs ?? toMs)}${onlyWords(filterWords(view))}: ${entriesWords(entries)}.`
}

/** What is typed to get the rest. */
const restWords = (view: ExportView, sinceMs: number): string =>
  ['export audit', `since ${dayWords(sinceMs)}`, filterWords(view)].filter(words => words !== '').join(' ')

const notesOf = (view: ExportView): string[] => {
  const { cutAtMs, unreadable, entries, image, family } = view
  return [
    ...(cutAtMs === undefined
      ? []
      : entries === 0
        ? [`⚠️ ${dayWords(cutAtMs)} alone has more entries than one file holds.`]
        : [`⚠️ One file does not hold all of it. The rest: ${code(restWords(view, cutAtMs))}.`]),
    ...(unreadable === 0
      ? []
      : [
          `⚠️ ${entriesWords(unreadable)} cannot be read by this version of amiops and ${unreadable === 1 ? 'is' : 'are'} missing.`,
        ]),
    ...(image === undefined && family === undefined
      ? []
      : ['Plan states and earlier exports concern no single image: they are not included.']),
  ]
}

/** The direct message in whose thread the file is. */
export const renderExportNote = (view: ExportView): Message => {
  const notes = notesOf(view)
  return message([titleOf(view), ...notes, 'The file is in the thread.'].join(' '), [
    section(`📄 ${titleOf(view)}`),
    ...notes.map(note => context(note)),
    context('The file is in the thread of this message. What happened in the last minute may be missing.'),
  ])
}

export const renderExportSent = (view: ExportView): Message =>
  renderNote('📄', `${titleOf(view)} Sent to you as a direct message.`, notesOf(view).join(' ') || undefined)

export const renderExportNotSent = (why: string): Message =>
  renderNote(
    '⚠️',
    `The audit log could not be sent to you: ${whyWords(why)}.`,
    'Check that the app may send direct messages and files, then try again.',
  )

/** Tells a person privately that they may not have it, and who may. */
export const renderExportRefused = ({ why, roles, unread }: NotAllowed): Message => {
  const text = 'You don’t have permission to export the audit log'
  if (why === 'no-such-right')
    return renderNote(
      '🚫',
      `${text}: no role has it.`,
      'Ask an amiops admin to name roles under export in amiops.config.yml.',
    )
  const who = roleWords(roles)
  const silent =
    unread.length === 0 ? '' : ` Slack did not say who is in ${unread.map(groupWords).join(', ')}.`
  return renderNote(
    '🚫',
    `${text}.`,
    `${who === '' ? 'The roles that have it are empty: ask an amiops admin.' : `Ask ${who}.`}${silent}`,
  )
}

/** @param name of the slash command */
export const renderExportFault = (name: string, { word, why }: ExportFault): Message => {
  const shown = `“${escapeText(word, 60)}”`
  const examples = `Try ${code(`${name} export audit since 30d`)} or ${code(`${name} export audit since 2026-10-01 until 2026-10-31 by @maria family payments-base`)}.`
  switch (why) {
    case 'not-audit':
      return renderNote('❓', 'Only the audit log can be exported.', examples)
    case 'no-filter':
      return renderNote('❓', `${shown} is not a filter. Filters: ${EXPORT_FILTERS.join(', ')}.`, examples)
    case 'no-value':
      return renderNote('❓', `A value is missing after ${shown}.`, examples)
    case 'no-time':
      return renderNote(
        '❓',
        `${shown} is not a time. Use 12h, 30d, 8w, 1y or a day such as 2026-10-31.`,
        examples,
      )
    case 'backwards':
      return renderNote('❓', 'The end of the period is before its beginning.', examples)
  }
}

/** One line for the audit channel. Mentions nobody. */
export const renderExportLine = (note: Extract<AuditNote, { kind: 'export' }>): Message => {
  const { by, fromMs, toMs, only = '', outcome, entries, reason } = note
  const period = `${dayWords(fromMs)} to ${dayWords(toMs)}${onlyWords(only)}`
  const who = personWords(by, 'name')
  const line =
    outcome === 'sent'
      ? `📄 ${who} exported the audit log, ${period}: ${entriesWords(entries ?? 0)}`
      : `🚫 ${who} tried to export the audit log, ${period} · *denied* (${escapeText(reason ?? 'no permission', 200)})`
  return message(line, [section(line)])
}
