import type { About } from './subject.ts'

/** One change of an image or a family, for those who watch it, and for a channel that has muted it. */
export interface News extends About {
  /** The same for the same change: nobody gets it twice. */
  id: string
  atMs: number
  /** What happened, in a word or two: many at once are counted by it. */
  what: string
  /** What happened, in a line of mrkdwn. */
  line: string
  /** Why, in AWS's words. */
  reason?: string
}
