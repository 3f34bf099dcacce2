const DAY_MS = 86_400_000

const dayOf = (ms: number) => {
  const date = new Date(ms)
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS
}

const format = (ms: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en', options).format(ms)

const long: Intl.DateTimeFormatOptions = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }
const medium: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric' }
const short: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' }

const pretty = (ms: number, nowMs: number, options: Intl.DateTimeFormatOptions) => {
  const days = dayOf(ms) - dayOf(nowMs)
  if (days === 0) return 'today'
  if (days === -1) return 'yesterday'
  if (days === 1) return 'tomorrow'
  return format(ms, options)
}

/** How long ago, in the largest unit that says something: `3 s`, `12 min`, `5 h`, `2 d`. */
export const readAge = (ms: number, nowMs: number): string => {
  const seconds = Math.max(0, Math.round((nowMs - ms) / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  if (seconds < 86_400 * 365) return `${Math.floor(seconds / 86_400)} d`
  return `${(seconds / (86_400 * 365)).toFixed(1)} y`
}

/** `3 min ago`, or `in 3 min`. */
export const readAgo = (ms: number, nowMs: number) =>
  ms > nowMs ? `in ${readAge(nowMs, ms)}` : `${readAge(ms, nowMs)} ago`

/** A time of day in the viewer's zone. */
export const readTime = (ms: number): string => format(ms, { hour: 'numeric', minute: '2-digit' })

/** A time of day with seconds, for the timeline. */
export const readTimeSecs = (ms: number): string =>
  format(ms, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** A day as a divider names it. */
export const readDay = (ms: number, nowMs: number): string => {
  const day = pretty(ms, nowMs, { weekday: 'long', month: 'long', day: 'numeric' })
  return day.charAt(0).toUpperCase() + day.slice(1)
}

/** The whole moment, for a tooltip. */
export const readMoment = (ms: number): string => format(ms, { dateStyle: 'full', timeStyle: 'medium' })

/** Fills Slack's date tokens in `pattern`, in the viewer's zone. Undefined when a token is unknown. */
export const readDate = (unixSec: number, pattern: string, nowMs: number): string | undefined => {
  const ms = unixSec * 1000
  if (Number.isNaN(new Date(ms).getTime())) return undefined
  const tokens: Record<string, () => string> = {
    date_num: () => new Intl.DateTimeFormat('sv').format(ms),
    date: () => format(ms, medium),
    date_short: () => format(ms, short),
    date_long: () => format(ms, long),
    date_pretty: () => pretty(ms, nowMs, medium),
    date_short_pretty: () => pretty(ms, nowMs, short),
    date_long_pretty: () => pretty(ms, nowMs, long),
    date_slash: () => format(ms, { year: 'numeric', month: '2-digit', day: '2-digit' }),
    date_long_full: () => format(ms, long),
    day_divider_pretty: () => readDay(ms, nowMs),
    time: () => readTime(ms),
    time_secs: () => format(ms, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => readAgo(ms, nowMs),
  }
  let known = true
  const filled = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    const fill = Object.hasOwn(tokens, name) ? tokens[name] : undefined
    if (!fill) known = false
    return fill?.() ?? ''
  })
  return known ? filled : undefined
}
