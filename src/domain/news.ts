import type { About } from './subject.ts'

/** One change of an image or a family, for those who watch it, and for a channel that has muted it. */
export interface News extends About {
  /** Identifies the change, so that nobody gets it twice. */
  id: string
  atMs: number
  /** What happened, in a word or two, by which many at once are counted. */
  what: string
  /** What happened, in a line of mrkdwn. */
  line: string
  /** Why, in AWS's words. */
  reason?: string
}
