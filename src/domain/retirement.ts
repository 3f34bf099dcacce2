import type { ImageFacts } from './image.ts'

/** The image to use instead of one that is retired. */
export interface Successor {
  imageId: string
  name: string
}

/** When an image is deprecated, and its successor. */
export interface Retirement {
  /** EC2's DeprecationTime; absent where the image is not, or no longer, to be deprecated. */
  deprecateAtMs?: number
  successor?: Successor
}

/** What a person filled in in the form of Retire…. */
export interface FilledRetirement {
  /** A day as Slack's date picker gives it, `2026-12-24`. */
  date?: string
  /** The date is removed. */
  remove?: true
  /** The id of one of the images that the form offered. */
  successor?: string
}

export const isDeprecated = (
  { deprecatedAtMs }: Pick<ImageFacts, 'deprecatedAtMs'>,
  nowMs: number,
): boolean => deprecatedAtMs !== undefined && deprecatedAtMs <= nowMs

/** EC2 rounds a date to the minute, so the date that was set and the one that EC2 shows can differ by less than a minute. */
export const isSameDate = (a: number | undefined, b: number | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Math.abs(a - b) < 60_000
