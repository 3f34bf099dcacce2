import type { Args } from '../args.ts'
import { SlackError } from '../slack-error.ts'

/** One page of a list. The cursor holds the place of the next entry; an empty one says that there is none. */
export const pageOf = <T>(
  args: Args,
  all: readonly T[],
  defaultLimit: number,
): { page: T[]; next: string } => {
  const limit = args.integer('limit') || defaultLimit
  if (limit < 1 || limit > 1000) throw new SlackError('invalid_limit')
  const start = readCursor(args.string('cursor'))
  const end = start + limit
  return { page: all.slice(start, end), next: end < all.length ? writeCursor(end) : '' }
}

const writeCursor = (place: number): string => Buffer.from(`next:${place}`).toString('base64')

const readCursor = (cursor: string | undefined): number => {
  if (!cursor) return 0
  const place = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1]
  if (place === undefined) throw new SlackError('invalid_cursor')
  return Number(place)
}
