import {
  type ExportView,
  renderExportFault,
  renderExportLine,
  renderExportNote,
  renderExportNotSent,
  renderExportRefused,
  renderExportSent,
} from '../../../blocks/audit-export.ts'
import type { Message } from '../../../blocks/message.ts'
import type { AskOf } from '../../domain/ask.ts'
import type { AuditNote } from '../../domain/audit-note.ts'
import { noRightWords } from '../../domain/authorise.ts'
import { type ExportFilter, filterWords, parseExport } from '../../domain/export-filter.ts'
import type { AuditLogs, ImageRecords } from '../../ports.ts'
import { authorise, type MembersNeeds } from '../steps/authorise.ts'
import { postAuditLine } from '../steps/post-audit-line.ts'
import { type SendFileNeeds, sendFile } from '../steps/send-file.ts'
import { readAudit } from './read-audit.ts'

export type ExportNeeds = MembersNeeds &
  SendFileNeeds & {
    ledger: MembersNeeds['ledger'] & SendFileNeeds['ledger'] & AuditLogs & ImageRecords
    messenger: MembersNeeds['messenger'] & SendFileNeeds['messenger']
  }

/** One attempt of a person without permission is recorded within this time. */
const NO_RIGHT_EVERY_MS = 10 * 60_000

/**
 * Sends the audit log of a period as a file to the person who asked: 1 which entries 2 permission 3 read it 4 record the export 5 send it.
 * It is recorded first, so that no file is sent whose export is not in the audit log.
 */
export const exportAudit = async (
  needs: ExportNeeds,
  ask: AskOf<'command'>,
  name: string,
  typed: string,
): Promise<Message> => {
  const { config, ledger, clock } = needs
  // 1 which entries
  const filter = parseExport(typed, ask.askedAtMs)
  if ('why' in filter) return renderExportFault(name, filter)
  // 2 permission
  const right = await authorise(needs, ask, config.export?.roles ?? [])
  if (!right.allowed) {
    const who = `no-right/${ask.person.userId}/export`
    if (await ledger.takeLease(who, clock.nowMs(), NO_RIGHT_EVERY_MS, ask.key))
      await record(needs, noteOf(ask, filter, { outcome: 'refused', reason: noRightWords(right) }))
    return renderExportRefused(right)
  }
  // 3 read it
  const file = await readAudit(needs, filter)
  // 4 write down that it is taken
  await record(needs, noteOf(ask, filter, { outcome: 'sent', entries: file.entries }))
  // 5 send it
  const view: ExportView = { ...filter, ...file }
  const sent = await sendFile(needs, {
    key: `export/${ask.key}`,
    userId: ask.person.userId,
    message: renderExportNote(view),
    name: 'audit',
    title: 'Audit log',
    content: file.content,
  })
  return sent === 'sent' ? renderExportSent(view) : renderExportNotSent(sent.refused)
}

type ExportNote = Extract<AuditNote, { kind: 'export' }>

const noteOf = (
  { key, person, askedAtMs }: AskOf<'command'>,
  filter: ExportFilter,
  more: Pick<ExportNote, 'outcome' | 'reason' | 'entries'>,
): ExportNote => {
  const { fromMs, toMs } = filter
  const only = filterWords(filter)
  return {
    kind: 'export',
    id: `export/${key}`,
    atMs: askedAtMs,
    by: person,
    fromMs,
    toMs,
    ...(only !== '' && { only }),
    ...more,
  }
}

/** In the audit log, the log, and the audit channel. */
const record = async (needs: ExportNeeds, note: ExportNote): Promise<void> => {
  const { ledger, log } = needs
  const { by, outcome, fromMs, toMs, only, entries, reason } = note
  log.info('Somebody asked for the audit log.', {
    person: by.userId,
    outcome,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    ...(only !== undefined && { only }),
    ...(entries !== undefined && { entries }),
    ...(reason !== undefined && { reason }),
  })
  await ledger.addAuditNote(note)
  const about = { export: note.id }
  await postAuditLine(needs, { key: note.id, message: renderExportLine(note), about }, 'log')
}
