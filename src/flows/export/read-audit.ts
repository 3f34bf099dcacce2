import { auditHead, auditLines } from '../../../blocks/audit-csv.ts'
import { type AuditEntry, auditAtMs } from '../../domain/audit-log.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { dayOf } from '../../domain/day.ts'
import { type ExportedImage, type ExportFilter, isExported } from '../../domain/export-filter.ts'
import { familyOf } from '../../domain/family.ts'
import { chunksOf, groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { AuditLogs, Clock, ImageRecords } from '../../ports.ts'

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
  { ledger, config, clock }: { ledger: AuditLogs & ImageRecords; config: Config; clock: Clock },
  filter: ExportFilter,
): Promise<AuditFile> => {
  const { fromMs, toMs } = filter
  const isKept = keepOf({ ledger, config }, filter)
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
    const days = [
      ...groupBy([...open, ...(await isKept(page.entries))], one => dayOf(auditAtMs(one))).values(),
    ]
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

const IMAGES_AT_ONCE = 500

/** Keeps the entries that are asked for. Names and families are those of the images' records, read once for each image. */
const keepOf = (
  { ledger, config }: { ledger: ImageRecords; config: Config },
  filter: ExportFilter,
): ((entries: readonly AuditEntry[]) => Promise<readonly AuditEntry[]>) => {
  const known = new Map<string, ExportedImage>()
  const isOfImages = filter.family !== undefined || filter.image !== undefined
  return async entries => {
    const images = entries.flatMap(one => ('image' in one && isOfImages ? [one.image] : []))
    const fresh = new Map(images.map(image => [imageKey(image), image]))
    for (const key of known.keys()) fresh.delete(key)
    for (const some of chunksOf([...fresh.values()], IMAGES_AT_ONCE))
      for (const [key, { facts }] of await ledger.readImages(some)) {
        const family = familyOf(facts ?? {}, config)
        known.set(key, {
          ...(facts?.name !== undefined && { name: facts.name }),
          ...(family !== undefined && { family }),
        })
      }
    return entries.filter(one =>
      isExported(filter, one, 'image' in one ? known.get(imageKey(one.image)) : undefined),
    )
  }
}

const inOrder = (a: AuditEntry, b: AuditEntry): number => auditAtMs(a) - auditAtMs(b)
