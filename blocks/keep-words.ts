import { KEEP_TAG, keptUntilMs } from '../src/domain/keep.ts'
import { escapeText } from './text.ts'

/** "📌 Kept from clean-up until 2027-01-31"; nothing where that day is over. @param nowMs as far as is known */
export const keepWords = (tags: Readonly<Record<string, string>>, nowMs: number): string | undefined =>
  (keptUntilMs(tags) ?? 0) > nowMs
    ? `📌 Kept from clean-up until ${escapeText(tags[KEEP_TAG] ?? '', 40)}`
    : undefined
