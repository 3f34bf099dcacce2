import type { Assignment } from './alias.ts'
import type { HistoryEntry } from './history.ts'
import type { ImageRef } from './image.ts'

/** An entry of the audit log: of an image's history, or of an alias's. */
export type AuditEntry = { image: ImageRef; entry: HistoryEntry } | { assignment: Assignment }

/** Some entries of one day in UTC; of `unreadable` ones only the number is known. */
export interface AuditPage {
  entries: readonly AuditEntry[]
  unreadable: number
  /** Where the next page begins; absent where this was the last one. */
  next?: string
}

export const auditAtMs = (one: AuditEntry): number => ('entry' in one ? one.entry : one.assignment).atMs

const DAY_MS = 24 * 60 * 60_000

/** "2026-11-30": the day in UTC. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

/** The days in UTC from one time to another, the oldest first. */
export const daysBetween = (fromMs: number, toMs: number): string[] => {
  const days: string[] = []
  for (let atMs = Math.floor(fromMs / DAY_MS) * DAY_MS; atMs <= toMs; atMs += DAY_MS) days.push(dayOf(atMs))
  return days
}
