import {
  type ExportView,
  renderExportLine,
  renderExportNote,
  renderExportNotSent,
  renderExportRefused,
  renderExportSent,
  renderPeriodFault,
} from '../../../blocks/audit-export.ts'
import type { Message } from '../../../blocks/message.ts'
import type { AskOf } from '../../domain/ask.ts'
import type { AuditNote } from '../../domain/audit-note.ts'
import { noRightWords } from '../../domain/authorise.ts'
import { type Period, parsePeriod } from '../../domain/export-period.ts'
import type { AuditLogs } from '../../ports.ts'
import { authorise, type MembersNeeds } from '../steps/authorise.ts'
import { postAuditLine } from '../steps/post-audit-line.ts'
import { type SendFileNeeds, sendFile } from '../steps/send-file.ts'
import { readAudit } from './read-audit.ts'

export type ExportNeeds = MembersNeeds &
  SendFileNeeds & {
    ledger: MembersNeeds['ledger'] & SendFileNeeds['ledger'] & AuditLogs
    messenger: MembersNeeds['messenger'] & SendFileNeeds['messenger']
  }

/** One attempt of a person without permission is recorded within this time. */
const NO_RIGHT_EVERY_MS = 10 * 60_000

/**
 * Sends the audit log of a period as a file to the person who asked: 1 which period 2 permission 3 read it 4 record the export 5 send it.
 * It is recorded first, so that no file is sent whose export is not in the audit log.
 */
export const exportAudit = async (
  needs: ExportNeeds,
  ask: AskOf<'command'>,
  name: string,
  typed: string,
): Promise<Message> => {
  const { config, ledger, clock } = needs
  // 1 which period
  const period = parsePeriod(typed, ask.askedAtMs)
  if ('why' in period) return renderPeriodFault(name, period)
  // 2 permission
  const right = await authorise(needs, ask, config.export?.roles ?? [])
  if (!right.allowed) {
    const who = `no-right/${ask.person.userId}/export`
    if (await ledger.takeLease(who, clock.nowMs(), NO_RIGHT_EVERY_MS, ask.key))
      await record(needs, noteOf(ask, period, { outcome: 'refused', reason: noRightWords(right) }))
    return renderExportRefused(right)
  }
  // 3 read it
  const file = await readAudit(needs, period)
  // 4 write down that it is taken
  await record(needs, noteOf(ask, period, { outcome: 'sent', entries: file.entries }))
  // 5 send it
  const view: ExportView = { ...period, ...file }
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
  { fromMs, toMs }: Period,
  more: Pick<ExportNote, 'outcome' | 'reason' | 'entries'>,
): ExportNote => ({ kind: 'export', id: `export/${key}`, atMs: askedAtMs, by: person, fromMs, toMs, ...more })

/** In the audit log, the log, and the audit channel. */
const record = async (needs: ExportNeeds, note: ExportNote): Promise<void> => {
  const { ledger, log } = needs
  const { by, outcome, fromMs, toMs, entries, reason } = note
  log.info('Somebody asked for the audit log.', {
    person: by.userId,
    outcome,
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    ...(entries !== undefined && { entries }),
    ...(reason !== undefined && { reason }),
  })
  await ledger.addAuditNote(note)
  const about = { export: note.id }
  await postAuditLine(needs, { key: note.id, message: renderExportLine(note), about }, 'log')
}
