import type { Assignment } from './alias.ts'
import type { AuditNote } from './audit-note.ts'
import { dayOf } from './day.ts'
import type { HistoryEntry } from './history.ts'
import type { ImageRef } from './image.ts'

/** An entry of the audit log: of an image's history, of an alias's, or about no single image. */
export type AuditEntry =
  | { image: ImageRef; entry: HistoryEntry }
  | { assignment: Assignment }
  | { note: AuditNote }

/** Some entries of one day in UTC; of `unreadable` ones only the number is known. */
export interface AuditPage {
  entries: readonly AuditEntry[]
  unreadable: number
  /** Where the next page begins; absent where this was the last one. */
  next?: string
}

export const auditAtMs = (one: AuditEntry): number => {
  if ('note' in one) return one.note.atMs
  return ('entry' in one ? one.entry : one.assignment).atMs
}

const DAY_MS = 24 * 60 * 60_000

/** The days in UTC from one time to another, the oldest first. */
export const daysBetween = (fromMs: number, toMs: number): string[] => {
  const days: string[] = []
  for (let atMs = Math.floor(fromMs / DAY_MS) * DAY_MS; atMs <= toMs; atMs += DAY_MS) days.push(dayOf(atMs))
  return days
}
