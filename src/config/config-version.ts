import { createHash } from 'node:crypto'

/** Tells two configs apart: the first letters of a hash of the text. */
export const configVersionOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8)
