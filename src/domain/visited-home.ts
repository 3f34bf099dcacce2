import type { Person } from './request.ts'

/** The Home tab of a person who opened it: for some hours it is drawn again when its content changes. */
export interface VisitedHome {
  person: Person
  /** How often it was written, so that two functions that draw at the same time cannot both write. */
  version: number
  openedAtMs: number
  /** What it shows, as a digest. */
  shown?: string
  /** When it was last drawn again because its content had changed. */
  refreshedAtMs?: number
}

/** A working day. Slack does not report when a person leaves the Home tab; opening it again draws it anyway. */
export const FOLLOWED_MS = 8 * 60 * 60_000

/** Nobody's Home is drawn again more often. */
export const REFRESHED_EVERY_MS = 60_000

/** A refresh may come this much early: the clocks of two functions differ a little. */
const EARLY_MS = 2_000

export const mayRefresh = ({ refreshedAtMs = 0 }: VisitedHome, nowMs: number): boolean =>
  nowMs - refreshedAtMs >= REFRESHED_EVERY_MS - EARLY_MS
