import { dayOf } from './day.ts'
import { endOfDayMs } from './keep.ts'

/** What was typed behind `/ami keep`. */
export type KeepTyped =
  | { ok: true; image: string; until: string; isEnd?: true }
  /** `why`: what is wrong with it, in a sentence. */
  | { ok: false; why: string }

const DAY_MS = 24 * 60 * 60_000
const UNIT_DAYS = { d: 1, w: 7, y: 365 }
/** Longer than that is for good. */
const DAYS_AT_MOST = 3 * 365

const no = (why: string): KeepTyped => ({ ok: false, why })

/**
 * Reads an image and until when it is kept: a day, or a time from now. `off` ends it: then the last day was yesterday.
 *
 * @param words `<image> until <day>`, `<image> for 90d`, `<image> 90d` or `<image> off`
 */
export const parseKeep = (words: string, nowMs: number): KeepTyped => {
  const [, image = '', typed = ''] = /^(.*?)\s+(?:(?:until|for)\s+)?(\S+)$/i.exec(words.trim()) ?? []
  if (image === '' || /^(?:until|for)$/i.test(typed))
    return no('It needs an image, and until when it is kept.')
  if (/^(?:off|end|stop)$/i.test(typed)) return { ok: true, image, until: dayOf(nowMs - DAY_MS), isEnd: true }
  const [, count, unit] = /^(\d{1,4})([dwy])$/i.exec(typed) ?? []
  const until =
    count === undefined
      ? typed
      : dayOf(nowMs + Number(count) * UNIT_DAYS[unit?.toLowerCase() as keyof typeof UNIT_DAYS] * DAY_MS)
  const endMs = endOfDayMs(until)
  if (endMs === undefined) return no(`"${typed.slice(0, 40)}" is no day.`)
  if (endMs <= nowMs) return no(`${until} is over.`)
  return endMs > nowMs + DAYS_AT_MOST * DAY_MS
    ? no(`${until} is too far away: three years at most.`)
    : { ok: true, image, until }
}
