import { KEEP_TAG } from '../src/domain/keep.ts'
import { escapeText } from './text.ts'

/** "📌 Kept from clean-up until 2027-01-31"; a day that is over is shown as it is. */
export const keepWords = (tags: Readonly<Record<string, string>>): string | undefined =>
  Object.hasOwn(tags, KEEP_TAG)
    ? `📌 Kept from clean-up until ${escapeText(tags[KEEP_TAG] ?? '', 40)}`
    : undefined
