import { parseDurationMs } from './duration.ts'

const DAY_MS = 24 * 60 * 60_000
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const TIME = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/
const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_AND_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?$/i

/** A time that was typed, and where it stands among the words. */
export interface Until {
  untilMs: number
  /** The first of its words, and the first behind them. */
  from: number
  to: number
}

const startOfDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS

/** "9:00" @returns milliseconds since midnight */
const timeOfDay = (word: string | undefined): number | undefined => {
  const [, hours, minutes] = TIME.exec(word ?? '') ?? []
  return hours === undefined ? undefined : (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** The day that a word names, as its midnight; the next one of a weekday. */
const dayOf = (word: string, nowMs: number): number | undefined => {
  if (DATE.test(word)) {
    const ms = Date.parse(`${word}T00:00Z`)
    return Number.isNaN(ms) ? undefined : ms
  }
  const today = startOfDay(nowMs)
  if (word === 'today') return today
  if (word === 'tomorrow') return today + DAY_MS
  const weekday = word.length < 3 ? -1 : WEEKDAYS.findIndex(one => one.startsWith(word))
  if (weekday < 0) return undefined
  return today + ((weekday - new Date(today).getUTCDay() + 7) % 7 || 0) * DAY_MS
}

/** Reads a time that begins at a word. @returns it, and how many words it takes */
const readAt = (words: readonly string[], nowMs: number): { ms: number; words: number } | undefined => {
  const [first = '', second = ''] = words
  if (first === 'until' || first === 'till' || first === 'for') {
    const read = readAt(words.slice(1), nowMs)
    return read && { ...read, words: read.words + 1 }
  }
  for (const count of [2, 1]) {
    const text = words.slice(0, count).join(' ')
    const duration = words.length < count ? undefined : parseDurationMs(text)
    if (duration !== undefined) return { ms: nowMs + duration, words: count }
  }
  if (DATE_AND_TIME.test(first)) {
    const iso = first.toUpperCase()
    const ms = Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`)
    return Number.isNaN(ms) ? undefined : { ms, words: 1 }
  }
  const day = dayOf(first, nowMs)
  const time = timeOfDay(day === undefined ? first : second)
  if (day === undefined) {
    if (time === undefined) return undefined
    const today = startOfDay(nowMs) + time
    return { ms: today > nowMs ? today : today + DAY_MS, words: 1 }
  }
  const ms = day + (time ?? 0)
  const isWeekday = !DATE.test(first) && first !== 'today' && first !== 'tomorrow'
  return { ms: isWeekday && ms <= nowMs ? ms + 7 * DAY_MS : ms, words: time === undefined ? 1 : 2 }
}

/**
 * Finds the first time in words that were typed: "2h", "3 days", "until friday 9:00", "tomorrow", "18:00", "2026-12-03",
 * "2026-12-03T09:00". Days and times are UTC: a slash command does not say where a person is. A day alone means its midnight.
 *
 * @param from the word that it may begin at
 */
export const findUntil = (words: readonly string[], from: number, nowMs: number): Until | undefined => {
  const low = words.map(word => word.toLowerCase().replace(/[,;]$/, ''))
  for (let at = from; at < words.length; at++) {
    const read = readAt(low.slice(at), nowMs)
    if (read) return { untilMs: read.ms, from: at, to: at + read.words }
  }
  return undefined
}
