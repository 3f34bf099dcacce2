import { auditHead, auditLines } from '../../../blocks/audit-csv.ts'
import { type AuditEntry, auditAtMs } from '../../domain/audit-log.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { dayOf } from '../../domain/day.ts'
import type { Period } from '../../domain/export-period.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { AuditLogs, Clock } from '../../ports.ts'

/** The audit log of a period as a file. */
export interface AuditFile {
  content: string
  entries: number
  /** Entries that cannot be read: they are not in the file. */
  unreadable: number
  /** There are more: the file has those before the beginning of this day, in UTC. */
  cutAtMs?: number
}

/** About 60 MB of text. More would not fit into the function's memory while it is uploaded. */
const MOST_ENTRIES = 100_000
/** The function has a minute, and the upload takes its part. */
const AUDIT_READ_WITHIN_MS = 35_000

/**
 * Reads the audit log page by page, and writes its lines by day, the oldest first. Each day in the file is complete; if a day does not
 * fit, the file ends before it.
 */
export const readAudit = async (
  { ledger, config, clock }: { ledger: AuditLogs; config: Config; clock: Clock },
  { fromMs, toMs }: Period,
): Promise<AuditFile> => {
  const untilMs = clock.nowMs() + AUDIT_READ_WITHIN_MS
  const lines: string[] = [auditHead()]
  const nameOf = (account: string): string => accountName(config, account)
  let entries = 0
  let unreadable = 0
  let open: AuditEntry[] = []
  let from: string | undefined
  const write = (whole: readonly AuditEntry[]): void => {
    lines.push(auditLines([...whole].sort(inOrder), nameOf))
    entries += whole.length
  }
  do {
    const page = await ledger.readAuditPage(fromMs, toMs, from)
    unreadable += page.unreadable
    from = page.next
    const days = [...groupBy([...open, ...page.entries], one => dayOf(auditAtMs(one))).values()]
    open = days.pop() ?? []
    for (const day of days) write(day)
    const isCut = from !== undefined && (entries + open.length > MOST_ENTRIES || clock.nowMs() > untilMs)
    const [first] = open
    if (isCut && first) {
      const cutAtMs = Date.parse(dayOf(auditAtMs(first)))
      return { content: lines.join(''), entries, unreadable, cutAtMs }
    }
  } while (from !== undefined)
  write(open)
  return { content: lines.join(''), entries, unreadable }
}

const inOrder = (a: AuditEntry, b: AuditEntry): number => auditAtMs(a) - auditAtMs(b)
