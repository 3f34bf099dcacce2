import type { LeftImage } from '../src/domain/cleanup.ts'
import type { Suggestion } from '../src/domain/suggestion.ts'
import { verbOf } from './action-words.ts'
import { namesWords, reasonsOf, uncheckedNotes } from './cleanup-words.ts'
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

/** The result of a clean-up, as `runCleanup` returns it. */
interface CleanedUp {
  suggestions: readonly Suggestion[]
  warned: readonly { channel: string; images: number }[]
  suggestedBefore: { images: number; suggestions: readonly Suggestion[] }
  planned: number
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

/** "3 images are part of a suggestion already: #ami-ready" */
const beforeWords = (
  { images, suggestions }: CleanedUp['suggestedBefore'],
  links: ReadonlyMap<string, string>,
): string => {
  const where = suggestions.map(({ id, channel }) => {
    const link = links.get(id)
    return link === undefined ? channelWords(channel) : `<${link}|#${channel}>`
  })
  return `👀 ${countWords(images, 'image')} ${images === 1 ? 'is' : 'are'} part of a suggestion already: ${where.join(', ')}`
}

/** "in use: web-1, web-2 and 2 more", a line for each reason, the most images first. */
const reasonsWords = (images: readonly LeftImage[]): string =>
  reasonsOf(images)
    .map(([why, some]) => `${escapeText(why, 100)}: ${escapeText(namesWords(some), 300)}`)
    .join('\n')

/** @param links the link to each suggestion, by its id */
export const renderCleanedUp = (result: CleanedUp, links: ReadonlyMap<string, string>): Message => {
  const { suggestions, warned, suggestedBefore, planned, waiting, kept, needed, unchecked, unscanned, more } =
    result
  const done = [
    ...suggestions.map(one => suggestedWords(one, links)),
    ...warned.map(
      ({ channel, images }) =>
        `⏰ Warned in ${channelWords(channel)}: ${countWords(images, 'disabled image')} may be deregistered in a week`,
    ),
    ...(suggestedBefore.images > 0 ? [beforeWords(suggestedBefore, links)] : []),
    ...(planned > 0
      ? [`👀 ${countWords(planned, 'image')} ${planned === 1 ? 'is' : 'are'} part of a plan already`]
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
      ? [contextPart(`⚠️ Not scanned, so not looked at: ${escapeText(unscanned.join(', '), 500)}.`)]
      : []),
    ...(more > 0
      ? [contextPart(`${countWords(more, 'more image')} due: ask again once these are done.`)]
      : []),
    contextPart('Nothing was changed. People confirm a plan from the suggestion.'),
  ])
}
