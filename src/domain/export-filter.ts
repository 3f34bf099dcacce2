import type { AuditEntry } from './audit-log.ts'
import { isMatch } from './glob.ts'
import { eventEntryAtMs, type HistoryEntry } from './history.ts'
import { wordsOf } from './pasted.ts'
import type { Person } from './request.ts'

/** What cannot be read of what was typed: the word, and why. */
export interface ExportFault {
  word: string
  why: 'not-audit' | 'no-filter' | 'no-value' | 'no-time' | 'backwards'
}

interface Period {
  fromMs: number
  toMs: number
}

/** Which entries of the audit log are exported. */
export interface ExportFilter extends Period {
  /** A person by Slack user id or name; outside Slack, an IAM role or user by name. */
  by?: string
  /** An image by id, or by its name with `*` and `?`. */
  image?: string
  /** A family, with `*` and `?`. */
  family?: string
}

export const EXPORT_FILTERS = ['since', 'until', 'by', 'image', 'family'] as const
type Key = (typeof EXPORT_FILTERS)[number]

const DAY_MS = 24 * 60 * 60_000
const UNIT_MS = { h: 60 * 60_000, d: DAY_MS, w: 7 * DAY_MS, y: 365 * DAY_MS }
const AGE = /^(\d{1,5})(h|d|w|y)$/i
const DAY = /^\d{4}-\d\d-\d\d$/
const USUAL_DAYS = 30

/** A day is from its beginning in UTC; as an end it is to its end. */
const timeOf = (word: string, nowMs: number, isEnd: boolean): number | undefined => {
  const age = AGE.exec(word)
  if (age) return nowMs - Number(age[1]) * UNIT_MS[(age[2] ?? 'd').toLowerCase() as keyof typeof UNIT_MS]
  const dayMs = DAY.test(word) ? Date.parse(word) : Number.NaN
  if (Number.isNaN(dayMs)) return undefined
  return isEnd ? dayMs + DAY_MS - 1 : dayMs
}

/**
 * Reads `audit since 30d until 2026-11-30 by @maria family payments-base`: ages and days in UTC, the last 30 days where none is given. It
 * ends with the second of `nowMs` at the latest: an event has the time of the end of its second.
 *
 * @returns the filter, or the first word that cannot be used
 */
export const parseExport = (typed: string, nowMs: number): ExportFilter | ExportFault => {
  const [what = '', ...words] = wordsOf(typed).map(({ text }) => text)
  if (what.toLowerCase() !== 'audit') return { word: what, why: 'not-audit' }
  const latestMs = eventEntryAtMs({ atMs: nowMs })
  const filter: ExportFilter = { fromMs: nowMs - USUAL_DAYS * DAY_MS, toMs: latestMs }
  for (let at = 0; at < words.length; at += 2) {
    const typedKey = words[at] ?? ''
    const key = EXPORT_FILTERS.find((one): one is Key => one === typedKey.toLowerCase())
    if (key === undefined) return { word: typedKey, why: 'no-filter' }
    const value = words[at + 1] ?? ''
    if (value === '' || value === '@') return { word: key, why: 'no-value' }
    if (key === 'by') filter.by = value.replace(/^@/, '')
    else if (key === 'image' || key === 'family') filter[key] = value
    else {
      const atMs = timeOf(value, nowMs, key === 'until')
      if (atMs === undefined) return { word: value, why: 'no-time' }
      if (key === 'since') filter.fromMs = atMs
      else filter.toMs = Math.min(atMs, latestMs)
    }
  }
  return filter.fromMs > filter.toMs ? { word: typed, why: 'backwards' } : filter
}

/** "by maria family payments-base": as it can be typed; empty where only the period was given. */
export const filterWords = ({ by, image, family }: Omit<ExportFilter, 'fromMs' | 'toMs'>): string =>
  Object.entries({ by, image, family })
    .flatMap(([key, value]) =>
      value === undefined ? [] : [`${key} ${/\s/.test(value) ? `"${value}"` : value}`],
    )
    .join(' ')

/** Everybody whom an entry names: who did it, asked for it, decided or stopped it. */
const namesIn = (entry: HistoryEntry | Extract<AuditEntry, { note: unknown }>['note'] | object): string[] => {
  const { by, approvedBy, askedBy, decidedBy, stoppedBy, principal } = entry as Partial<
    Record<'by' | 'approvedBy' | 'askedBy' | 'decidedBy' | 'stoppedBy', Person>
  > & { principal?: { name: string; session?: string } }
  const people = [by, approvedBy, askedBy, decidedBy, stoppedBy].flatMap(one => one ?? [])
  return [
    ...people.flatMap(({ userId, name }) => [userId, ...(name === undefined ? [] : [name])]),
    ...(principal ? [principal.name, ...(principal.session === undefined ? [] : [principal.session])] : []),
  ]
}

const fits = (pattern: string, value: string | undefined): boolean =>
  value !== undefined && isMatch(pattern.toLowerCase(), value.toLowerCase())

/** An image as far as it is known: its name, and its family. */
export interface ExportedImage {
  name?: string
  family?: string
}

/**
 * Whether an entry is exported. What is about no single image, a plan or an export, is left out where an image or a family is asked for.
 *
 * @param known the image of the entry
 */
export const isExported = (
  { by, image, family }: Omit<ExportFilter, 'fromMs' | 'toMs'>,
  one: AuditEntry,
  known: ExportedImage = {},
): boolean => {
  const entry = 'note' in one ? one.note : 'entry' in one ? one.entry : one.assignment
  if (by !== undefined && !namesIn(entry).some(name => fits(by, name))) return false
  if ('note' in one) return image === undefined && family === undefined
  const to = 'assignment' in one ? [one.assignment.to, one.assignment.from] : []
  const ids =
    'image' in one ? [one.image.imageId, known.name] : to.flatMap(at => (at ? [at.imageId, at.name] : []))
  if (image !== undefined && !ids.some(id => fits(image, id))) return false
  return family === undefined || fits(family, 'image' in one ? known.family : one.assignment.family)
}
