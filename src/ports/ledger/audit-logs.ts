import type { AuditPage } from '../../domain/audit-log.ts'
import type { AuditNote } from '../../domain/audit-note.ts'

/** All that happened, whichever image it happened to. */
export interface AuditLogs {
  /** Writes an entry that is not about a single image; writing it again changes nothing. */
  addAuditNote(note: AuditNote): Promise<void>
  /**
   * A page of the entries between two times, both included: day by day, the oldest day first, in no order within a day. A page can be
   * empty; it is the last one where it has no `next`. Kept for 400 days. The newest entries may be missing for a moment.
   *
   * @param from `next` of the page before
   */
  readAuditPage(fromMs: number, toMs: number, from?: string): Promise<AuditPage>
}
