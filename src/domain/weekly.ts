export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const

/** A time of the week, in UTC. */
export interface WeeklyTime {
  weekday: (typeof WEEKDAYS)[number]
  /** 0 to 23 */
  hour: number
}

const HOUR_MS = 60 * 60_000
const WEEK_MS = 7 * 24 * HOUR_MS
/** 1970-01-01 was a Thursday. */
const SUNDAY_MS = -4 * 24 * HOUR_MS

/** When that time of the week was last, in milliseconds since the epoch: now at the latest. */
export const lastWeeklyMs = ({ weekday, hour }: WeeklyTime, nowMs: number): number => {
  const offsetMs = SUNDAY_MS + (WEEKDAYS.indexOf(weekday) * 24 + hour) * HOUR_MS
  return Math.floor((nowMs - offsetMs) / WEEK_MS) * WEEK_MS + offsetMs
}

export const nextWeeklyMs = (time: WeeklyTime, nowMs: number): number => lastWeeklyMs(time, nowMs) + WEEK_MS

/** Whether weekly work is due now. A run that was missed is made up for within two days, and dropped after that. */
export const isWeeklyDue = (time: WeeklyTime, nowMs: number): boolean =>
  nowMs - lastWeeklyMs(time, nowMs) < 48 * HOUR_MS
