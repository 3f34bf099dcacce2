/** The tag that keeps an image from being cleaned up, with the last day: `2027-01-31`. */
export const KEEP_TAG = 'amiops:keep-until'

/** The end of that day in UTC; undefined for what is no day. */
export const endOfDayMs = (day: string): number | undefined => {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day.trim()) ?? []
  const startMs = Date.UTC(Number(year), Number(month) - 1, Number(date))
  const isDay = new Date(startMs || 0).toISOString().startsWith(`${year}-${month}-${date}T`)
  return year !== '' && isDay ? startMs + 24 * 60 * 60_000 : undefined
}

/** Until when a tag keeps an image. A value that is no day keeps it for ever: somebody wanted to keep it. */
export const keptUntilMs = (tags: Readonly<Record<string, string>>): number | undefined => {
  const value = Object.hasOwn(tags, KEEP_TAG) ? tags[KEEP_TAG] : undefined
  return value === undefined ? undefined : (endOfDayMs(value) ?? Number.POSITIVE_INFINITY)
}
