import type { Behind } from '../src/domain/builds.ts'
import { FLEET_STATUSES, type FleetStatus, type StatusCounts } from '../src/domain/fleet-status.ts'
import type { ImageAges } from '../src/domain/image-ages.ts'
import { countWords, numberWords } from './words.ts'

/** Each status of an image that runs, as a sign and a word: never by the sign alone. */
export const STATUS_WORDS: Readonly<Record<FleetStatus, { emoji: string; word: string }>> = {
  revoked: { emoji: '⛔', word: 'revoked' },
  deregistered: { emoji: '⚫', word: 'deregistered' },
  notAllowed: { emoji: '🚫', word: 'not allowed' },
  disabled: { emoji: '🟡', word: 'disabled' },
  deprecated: { emoji: '🟠', word: 'deprecated' },
  behind: { emoji: '🕓', word: 'behind' },
  uncompared: { emoji: '⚪', word: 'not compared' },
  current: { emoji: '🟢', word: 'current' },
}

/** "⚫ 2 deregistered", "🟢 10 current": those that there are, the worst first. */
export const statusParts = (counts: StatusCounts): string[] =>
  FLEET_STATUSES.filter(status => counts[status] > 0).map(
    status => `${STATUS_WORDS[status].emoji} ${numberWords(counts[status])} ${STATUS_WORDS[status].word}`,
  )

/** "3 builds, 31 days behind"; nothing where it is the newest. */
export const behindWords = (behind: Behind | undefined): string =>
  behind === undefined || behind.builds === 0
    ? ''
    : `${countWords(behind.builds, 'build')}, ${countWords(behind.days, 'day')} behind`

/** "age of images: median 12 days, oldest 97 days" */
export const agesWords = ({ medianDays, oldestDays, unknown }: ImageAges): string =>
  [
    `age of images: median ${countWords(medianDays, 'day')}, oldest ${countWords(oldestDays, 'day')}`,
    ...(unknown > 0 ? [`${numberWords(unknown)} unknown`] : []),
  ].join(', ')
