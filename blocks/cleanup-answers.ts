import type { LeftImage } from '../src/domain/cleanup.ts'
import { groupBy } from '../src/domain/group-by.ts'
import type { Suggestion } from '../src/domain/suggestion.ts'
import { verbOf } from './action-words.ts'
import { namesWords, uncheckedNotes } from './cleanup-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { code, escapeText } from './text.ts'
import { channelWords, countWords, numberWords } from './words.ts'

/** Private answers to somebody who asked for a clean-up. */

export const renderNoCleanup = (): Message =>
  renderNote(
    '🔍',
    'The clean-up isn’t configured, so nothing is suggested.',
    'An amiops admin can add `cleanup` to amiops.config.yml (docs/cleanup.md).',
  )

export const renderNothingAsked = (name: string, typed: string): Message =>
  renderNote(
    '🔍',
    `No image of the family ${code(typed, 80)} is due for a clean-up.`,
    `${code(`${name} family`)} lists all families, ${code(`${name} stale`)} old images that nobody launches.`,
  )

/** What came of a clean-up, as `runCleanup` says it. */
interface CleanedUp {
  suggestions: readonly Suggestion[]
  warned: readonly { channel: string; images: number }[]
  suggestedBefore: { images: number; suggestions: readonly Suggestion[] }
  waiting: number
  kept: readonly LeftImage[]
  needed: readonly LeftImage[]
  unchecked: readonly LeftImage[]
  unscanned: readonly string[]
  more: number
}

const suggestedWords = (suggestion: Suggestion, links: ReadonlyMap<string, string>): string => {
  const { id, action, images, channel, card } = suggestion
  const link = links.get(id)
  const where = link === undefined ? channelWords(card?.channelId ?? channel) : `<${link}|#${channel}>`
  return `💡 Suggested in ${where}: ${verbOf(action)} ${countWords(images.length, 'image')}`
}

/** "in use (2), shared (1)" */
const reasonsWords = (images: readonly LeftImage[]): string =>
  [...groupBy(images, ({ why }) => why)]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([why, some]) => `${escapeText(why, 100)}: ${escapeText(namesWords(some), 300)}`)
    .join('\n')

/** @param links where each suggestion stands, by its id */
export const renderCleanedUp = (result: CleanedUp, links: ReadonlyMap<string, string>): Message => {
  const { suggestions, warned, suggestedBefore, waiting, kept, needed, unchecked, unscanned, more } = result
  const done = [
    ...suggestions.map(one => suggestedWords(one, links)),
    ...warned.map(
      ({ channel, images }) =>
        `⏰ Warned in ${channelWords(channel)}: ${countWords(images, 'disabled image')} may be deregistered in a week`,
    ),
    ...(suggestedBefore.images > 0
      ? [
          `👀 ${countWords(suggestedBefore.images, 'image')} ${suggestedBefore.images === 1 ? 'is' : 'are'} part of a suggestion already: ${suggestedBefore.suggestions.map(({ id, channel }) => (links.get(id) === undefined ? channelWords(channel) : `<${links.get(id)}|#${channel}>`)).join(', ')}`,
        ]
      : []),
    ...(waiting > 0
      ? [`⏳ ${countWords(waiting, 'image')}: the owners were warned, their week is not over`]
      : []),
  ]
  return messageOf([
    sectionPart(done.length === 0 ? '✅ Nothing to clean up. No message was posted.' : done.join('\n')),
    ...(kept.length + needed.length > 0
      ? [
          sectionPart(
            `*Due, and not suggested:* ${numberWords(kept.length + needed.length)}\n${reasonsWords([...needed, ...kept])}`,
          ),
        ]
      : []),
    ...uncheckedNotes(unchecked)
      .slice(0, 5)
      .map(note => contextPart(`⚠️ ${escapeText(note, 500)}`)),
    ...(unscanned.length > 0
      ? [contextPart(`⚠️ Not scanned yet, so not looked at: ${escapeText(unscanned.join(', '), 500)}.`)]
      : []),
    ...(more > 0
      ? [contextPart(`${countWords(more, 'more image')} due: ask again once these are done.`)]
      : []),
    contextPart('Nothing was changed. People confirm a plan from the suggestion.'),
  ])
}
