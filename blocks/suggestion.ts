import { ACTION_RULES } from '../src/domain/actions.ts'
import { imagesLeft, type SuggestedImage, type Suggestion } from '../src/domain/suggestion.ts'
import { verbOf } from './action-words.ts'
import { actions, type ButtonWords, button, section } from './elements.ts'
import { moneyWords } from './impact.ts'
import { mentionWords } from './mention.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, sectionPart } from './part.ts'
import { inSections, planImageName } from './plan-words.ts'
import { escapeText, shorten } from './text.ts'
import { capital, countWords, numberWords, personWords, timeWords, withDayWords } from './words.ts'

/** The message of a plan that amiops suggests: which images, why, and what that would save. */

export interface SuggestionView {
  suggestion: Suggestion
  nameOf: (account: string) => string
  /** US dollars for a GiB of snapshot and month. */
  priceOf: (region: string) => number
  /** Why it is not in its own channel. */
  notice?: string
}

const SHOWN = 10
const NOTES = 5

/** "30 GiB · up to ~$1.50/month (estimate)"; undefined where no size is known. */
const savedWords = (
  images: readonly SuggestedImage[],
  priceOf: SuggestionView['priceOf'],
): string | undefined => {
  const sized = images.filter(({ sizeGiB }) => sizeGiB !== undefined)
  if (sized.length === 0) return undefined
  const sizeGiB = sized.reduce((sum, one) => sum + (one.sizeGiB ?? 0), 0)
  const dollars = sized.reduce((sum, one) => sum + (one.sizeGiB ?? 0) * priceOf(one.image.region), 0)
  return `${numberWords(sizeGiB)} GiB · ${moneyWords(dollars)}/month`
}

const imageLine = (one: SuggestedImage, { nameOf, priceOf }: SuggestionView): string => {
  const saved = savedWords([one], priceOf)
  const where = [planImageName(one), escapeText(nameOf(one.image.account), 60), one.image.region]
  const facts = [
    withDayWords(escapeText(one.reason, 200)),
    ...(saved === undefined ? [] : [saved]),
    ...(one.planId === undefined ? [] : ['in a plan']),
  ]
  return `• ${where.join(' · ')}\n   ${facts.join(' · ')}`
}

const titleOf = ({ suggestion }: SuggestionView): string => {
  const { state, action, images, declinedBy } = suggestion
  const what = `${verbOf(action)} ${countWords(images.length, 'image')}`
  switch (state) {
    case 'open':
      return `💡 *Suggested: ${what}*`
    case 'declined':
      return `🚫 *Declined${declinedBy ? ` by ${personWords(declinedBy, 'mention')}` : ''}: ${what}*`
    case 'expired':
      return imagesLeft({ images }).length === 0 ? `📋 *In a plan: ${what}*` : `⌛ *Expired: ${what}*`
  }
}

/** The state of the images: how many are in a plan, and that nothing happens to the others. */
const standWords = ({ images, state, untilMs }: Suggestion): string => {
  const left = imagesLeft({ images }).length
  const taken = images.length - left
  const plans =
    taken === 0
      ? []
      : [`${numberWords(taken)} of ${numberWords(images.length)} ${taken === 1 ? 'is' : 'are'} in a plan`]
  if (state !== 'open' && left > 0)
    return [
      ...plans,
      taken === 0
        ? 'Nothing was changed'
        : `the other ${left === 1 ? 'one was' : `${numberWords(left)} were`} not changed`,
    ].join(', ')
  return [
    ...plans,
    ...(left > 0 ? ['Nothing changes until somebody with the permission confirms a plan'] : []),
    ...(left > 0 ? [`expires ${timeWords(untilMs)}`] : []),
  ].join(' · ')
}

const buttonsOf = (suggestion: Suggestion): Part[] => {
  const { id: value, action, title, state } = suggestion
  const left = imagesLeft(suggestion).length
  if (state !== 'open' || left === 0) return []
  const { label } = ACTION_RULES[action]
  const all: ButtonWords[] = [
    {
      actionId: 'suggested-all',
      text: `${label} all…`,
      label: `${label} all ${countWords(left, 'image')}: ${title}`,
      value,
    },
    {
      actionId: 'suggested-some',
      text: 'Choose…',
      label: `Choose images to ${verbOf(action)}: ${title}`,
      value,
    },
    {
      actionId: 'suggested-none',
      text: 'None',
      label: `None of them: ${title}`,
      value,
      confirm: {
        title: 'None of these images?',
        text: 'The suggestion ends, and the images stay as they are. Those that still fit the rule are suggested again another time.',
        confirm: 'None of them',
        deny: 'Cancel',
      },
    },
  ]
  return [
    {
      blocks: [actions(...all.map(words => button({ ...words, label: shorten(words.label, 75) })))],
      words: `Buttons: ${all.map(({ text }) => text).join(', ')}`,
    },
  ]
}

export const renderSuggestion = (view: SuggestionView): Message => {
  const { suggestion, priceOf, notice } = view
  const { id, state, title, why, images, notes, mention } = suggestion
  const saved = savedWords(images, priceOf)
  const calls = state === 'open' ? mentionWords(mention).join(' ') : ''
  const head = [
    `${titleOf(view)} · ${escapeText(title, 150)}`,
    ...(saved === undefined ? [] : [`Snapshots: ${saved} (estimate)`]),
    ...(calls === '' ? [] : [calls]),
  ].join('\n')
  const shown = [...imagesLeft(suggestion), ...images.filter(({ planId }) => planId !== undefined)].slice(
    0,
    SHOWN,
  )
  const more = images.length - shown.length
  return messageOf(
    [
      ...(notice === undefined ? [] : [contextPart(`⚠️ ${notice}`)]),
      { blocks: [section(head)], words: head.replaceAll('*', '').replaceAll('\n', '. ') },
      sectionPart(escapeText(why, 600)),
      ...(state === 'open' ? inSections(shown.map(one => imageLine(one, view))).map(sectionPart) : []),
      ...(state === 'open' && more > 0
        ? [contextPart(`and ${numberWords(more)} more: “Choose…” lists them`)]
        : []),
      ...notes.slice(0, NOTES).map(note => contextPart(`⚠️ ${escapeText(note, 500)}`)),
      ...buttonsOf(suggestion),
      contextPart(`${capital(standWords(suggestion))}.`),
    ],
    { event_type: 'amiops_suggestion', event_payload: { suggestion: id } },
  )
}
