import { type Digest, isOver, isShown, needsList, QUIET_MS, type Reminder } from './digest.ts'

/** When a digest is edited, listed and closed. */

/** Slack takes 50 edits a minute of a whole workspace: https://docs.slack.dev/apis/web-api/rate-limits */
const SHOW_EVERY_MS = 4_000

/** How often a digest is edited: the digests of a channel take turns. */
export const showEveryMs = ({ pace = 1 }: Pick<Digest, 'pace'>): number => SHOW_EVERY_MS * Math.max(1, pace)
/**
 * The list is renewed less and less often: ten times within the first hour of a burst, then every eight minutes, and once more at its
 * end.
 */
const FIRST_LIST_MS = 30_000
const LONGEST_LIST_MS = 8 * 60_000
/** When a reminder shows what is not shown yet, and when it closes a burst of which all is shown. */
const SHOW_LATER_MS = 5_000
const CLOSE_LATER_MS = QUIET_MS + 15_000

/** After the list was renewed: no other function renews it for a while. */
export const withListThrottle = (digest: Digest, nowMs: number): Digest => ({
  ...digest,
  fileFromMs: nowMs + Math.min(LONGEST_LIST_MS, FIRST_LIST_MS * 2 ** digest.lists),
  lists: digest.lists + 1,
})

/** The reminder should have come long before. */
const OVERDUE_MS = 3 * 60_000

/** The Recycle Bin may show an image two minutes late, and CloudTrail has named more actors by then. */
const FOLLOW_UP_AFTER_MS = 3 * 60_000

/** When the schedule is to close a digest or to follow it up; undefined where nothing is left to do. */
export const digestDueAtMs = ({
  reminder,
  followUp,
  lastMs,
}: Pick<Digest, 'reminder' | 'followUp' | 'lastMs'>): number | undefined => {
  const dueAtMs = [
    ...(reminder ? [reminder.atMs + OVERDUE_MS] : []),
    ...(followUp ? [lastMs + FOLLOW_UP_AFTER_MS] : []),
  ]
  return dueAtMs.length > 0 ? Math.min(...dueAtMs) : undefined
}

/** Whether it is time to follow up a digest: everything that belongs to it has arrived. */
export const isFollowUpDue = ({ followUp, lastMs }: Digest, nowMs: number): boolean =>
  followUp === true && nowMs >= lastMs + FOLLOW_UP_AFTER_MS

/** The list is behind, and old enough to be renewed before the burst is over. */
export const isListDue = (digest: Digest, nowMs: number): boolean =>
  digest.shown !== undefined && needsList(digest) && nowMs >= digest.fileFromMs

/** Makes an event of this batch the digest's reminder, unless it has one that comes in time. */
export const withReminder = (
  digest: Digest,
  eventId: string,
  nowMs: number,
  isBeingShown: boolean,
): Digest => {
  const { reminder } = digest
  const isOverdue = reminder === undefined || reminder.atMs <= nowMs || reminder.times >= 2
  if (isBeingShown)
    return isOverdue ? { ...digest, reminder: { eventId, atMs: nowMs + CLOSE_LATER_MS, times: 0 } } : digest
  const atMs = Math.max(nowMs + SHOW_LATER_MS, digest.showFromMs)
  return isOverdue || reminder.atMs > atMs ? { ...digest, reminder: { eventId, atMs, times: 0 } } : digest
}

/** Puts the reminder off: until Slack has room, until the list is due, or until the burst may have ended. */
export const putOff = (
  digest: Digest,
  { eventId, times }: Reminder,
  nowMs: number,
  retryAfterSec = 0,
): Digest => {
  const isWaiting = isShown(digest) && !isOver(digest, nowMs)
  const afterMs = isWaiting
    ? Math.min(
        digest.lastMs + CLOSE_LATER_MS,
        needsList(digest) ? digest.fileFromMs : Number.POSITIVE_INFINITY,
      ) - nowMs
    : Math.max(retryAfterSec * 1_000, SHOW_LATER_MS * 2 ** times)
  return { ...digest, reminder: { eventId, times: times + 1, atMs: nowMs + Math.max(1_000, afterMs) } }
}
