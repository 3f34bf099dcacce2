import { eventEntryAtMs } from './history.ts'

/** The typed word that cannot be read as a period. */
export interface PeriodFault {
  word: string
  why: 'not-audit' | 'no-time' | 'backwards'
}

export interface Period {
  fromMs: number
  toMs: number
}

const DAY_MS = 24 * 60 * 60_000
const UNIT_MS = { h: 60 * 60_000, d: DAY_MS, w: 7 * DAY_MS, y: 365 * DAY_MS }
const AGE = /^(\d{1,5})(h|d|w|y)$/i
const DAY = /^\d{4}-\d\d-\d\d$/
const USUAL_DAYS = 30

/** A day as a start means its beginning in UTC, as an end its end. */
const timeOf = (word: string, nowMs: number, isEnd: boolean): number | undefined => {
  const age = AGE.exec(word)
  if (age) return nowMs - Number(age[1]) * UNIT_MS[(age[2] ?? 'd').toLowerCase() as keyof typeof UNIT_MS]
  const dayMs = DAY.test(word) ? Date.parse(word) : Number.NaN
  if (Number.isNaN(dayMs)) return undefined
  return isEnd ? dayMs + DAY_MS - 1 : dayMs
}

/**
 * Reads `audit since 30d until 2026-11-30`: ages and days in UTC, the last 30 days where none is given. It ends with
 * the second of `nowMs` at the latest: an event has the time of the end of its second.
 *
 * @returns the period, or the first word that cannot be used
 */
export const parsePeriod = (typed: string, nowMs: number): Period | PeriodFault => {
  const [what = '', ...words] = typed.split(/\s+/).filter(word => word !== '')
  if (what.toLowerCase() !== 'audit') return { word: what, why: 'not-audit' }
  const latestMs = eventEntryAtMs({ atMs: nowMs })
  const period = { fromMs: nowMs - USUAL_DAYS * DAY_MS, toMs: latestMs }
  for (let at = 0; at < words.length; at += 2) {
    const key = words[at]?.toLowerCase()
    const word = words[at + 1] ?? words[at] ?? ''
    const atMs = timeOf(word, nowMs, key === 'until')
    if ((key !== 'since' && key !== 'until') || atMs === undefined) return { word, why: 'no-time' }
    if (key === 'since') period.fromMs = atMs
    else period.toMs = Math.min(atMs, latestMs)
  }
  return period.fromMs > period.toMs ? { word: typed, why: 'backwards' } : period
}
