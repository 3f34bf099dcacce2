import type { CleanupRule, CleanupStep, LeftImage } from '../src/domain/cleanup.ts'
import { groupBy } from '../src/domain/group-by.ts'
import { countWords, numberWords } from './words.ts'

/** The sentences of a clean-up, as plain text: a suggestion keeps and escapes them. */

const FAMILIES = 3

/** "Clean-up of payments-base" */
export const cleanupTitle = (families: readonly (string | undefined)[]): string => {
  const names = [...new Set(families)].filter(name => name !== undefined)
  if (names.length === 0) return 'Clean-up of images without a family'
  return names.length > FAMILIES
    ? `Clean-up of ${countWords(names.length, 'image family', 'image families')}`
    : `Clean-up of ${names.join(', ')}`
}

/** "90 days", or that rules differ. */
const daysWords = (days: readonly number[]): string => {
  const [first = 0, ...others] = [...new Set(days)]
  return others.length === 0 ? countWords(first, 'day') : 'the days of their rule'
}

export const cleanupWhy = (step: CleanupStep, rules: readonly CleanupRule[], command: string): string => {
  const keep = `To keep one: ${command} keep <image> until <date>.`
  if (step === 'deregister')
    return `Disabled for longer than ${daysWords(rules.map(({ deregisterAfterDays = 0 }) => deregisterAfterDays))}; their owners were warned. No use, protection or alias was found. ${keep}`
  const found =
    'not launched in that time as far as EC2 knows, not among the newest of their family. No use, sharing, protection or alias was found.'
  const disabled = rules.flatMap(({ disableAfterDays }) => disableAfterDays ?? [])
  if (step === 'deprecate')
    return [
      `Older than ${daysWords(rules.map(({ deprecateAfterDays = 0 }) => deprecateAfterDays))}, ${found}`,
      'They get a deprecation date a week after somebody confirms it; owners and those who run them are warned before it.',
      ...(disabled.length > 0
        ? [`Disabling is suggested once that date is over and they are older than ${daysWords(disabled)}.`]
        : []),
      keep,
    ].join(' ')
  const later = rules.flatMap(({ deregisterAfterDays }) => deregisterAfterDays ?? [])
  return [
    `Older than ${daysWords(rules.map(({ disableAfterDays = 0 }) => disableAfterDays))}, ${found}`,
    ...(later.length > 0 ? [`Deregistering is suggested ${daysWords(later)} after they were disabled.`] : []),
    keep,
  ].join(' ')
}

const NAMED = 3

/** "web-1, web-2 and 4 more" */
export const namesWords = (images: readonly LeftImage[]): string => {
  const names = images.slice(0, NAMED).map(({ one }) => one.facts.name ?? one.image.imageId)
  const more = images.length - names.length
  return `${names.join(', ')}${more > 0 ? ` and ${numberWords(more)} more` : ''}`
}

/** Images by the reason why they are not suggested, the most images first. */
export const reasonsOf = (images: readonly LeftImage[]): [why: string, images: LeftImage[]][] =>
  [...groupBy(images, ({ why }) => why)].sort(([, a], [, b]) => b.length - a.length)

/** What is not suggested, a sentence for each reason. */
export const uncheckedNotes = (images: readonly LeftImage[]): string[] =>
  reasonsOf(images).map(([why, some]) => `Not suggested: ${namesWords(some)}: ${why}.`)
