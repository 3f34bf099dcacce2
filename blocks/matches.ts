import type { KnownBlock } from '@slack/types'
import { type ImageFacts, type ImageRef, imageKey, totalSizeGiB } from '../src/domain/image.ts'
import type { FormVerb, LookVerb } from '../src/domain/verb-kinds.ts'
import { VERBS } from '../src/domain/verbs.ts'
import { commandButton, commandButtons, type SuggestedCommand } from './command-buttons.ts'
import { actions, button, context, row, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { unreachableBlocks } from './no-match.ts'
import { code, escapeText, shorten } from './text.ts'
import { agoWords, restorableWords, stateWords, utcWords } from './words.ts'

/** One image of a list, with what distinguishes it. */
interface Match {
  image: ImageRef
  facts: ImageFacts
  accountName: string
  goneAtMs?: number
  recycledUntilMs?: number
}

export interface MatchList {
  /** Of the slash command. */
  name: string
  /** What was typed behind it, as it can be typed again for another page. */
  text: string
  target: string
  matches: readonly Match[]
  /** From 1. */
  page: number
  unreachable: readonly { where: string; why: string }[]
  /** What stands behind the image in the command. */
  behind?: string
}

const ROWS = 10

const ageWords = ({ facts, goneAtMs }: Match, ago: (ms: number) => string): string | undefined => {
  if (goneAtMs !== undefined) return `deregistered ${ago(goneAtMs)}`
  return facts.createdAtMs === undefined ? undefined : ago(facts.createdAtMs)
}

/** State and name, then id, age, size, account and region: two lines, which a narrow screen does not break within the id. */
const wordsOf = (match: Match, ago: (ms: number) => string): [head: string, facts: string] => {
  const { image, facts, accountName, recycledUntilMs } = match
  const sizeGiB = totalSizeGiB(facts)
  return [
    `${stateWords(facts.state)} · ${facts.name === undefined ? 'unnamed' : code(facts.name, 140)}`,
    [
      code(image.imageId),
      ageWords(match, ago),
      sizeGiB === undefined ? undefined : `${sizeGiB} GiB`,
      recycledUntilMs !== undefined && facts.state === 'deregistered'
        ? restorableWords(recycledUntilMs)
        : undefined,
      escapeText(accountName, 60),
      image.region,
    ]
      .filter(part => part !== undefined)
      .join(' · '),
  ]
}

/** Several images match: a page of them, the newest first, each with a button. */
const list = (
  { name, text, target, matches, page, unreachable }: MatchList,
  title: string,
  rowOf: (words: string, match: Match) => KnownBlock,
): Message => {
  const pages = Math.max(1, Math.ceil(matches.length / ROWS))
  const at = Math.min(Math.max(1, page), pages)
  const shown = matches.slice((at - 1) * ROWS, at * ROWS)
  const turns: SuggestedCommand[] = [
    ...(at > 1 ? [{ text, page: at - 1, label: 'Previous' }] : []),
    ...(at < pages ? [{ text, page: at + 1, label: 'Next' }] : []),
  ]
  const more = matches.length - shown.length
  const where =
    pages === 1
      ? []
      : [
          context(
            `Page ${at} of ${pages}, newest first. ${more} more ${more === 1 ? 'match' : 'matches'}. Narrow the name or add a region.`,
          ),
        ]
  const lines = shown.map(match => wordsOf(match, utcWords).join(' · '))
  return message(
    `${title.replaceAll('*', '')} ${code(target, 140)}${pages > 1 ? `, page ${at} of ${pages}` : ''}: ${lines.join('; ')}`,
    [
      section(`${title} ${code(target, 140)}`),
      ...shown.map(match => rowOf(wordsOf(match, agoWords).join('\n'), match)),
      ...(turns.length > 0 ? [actions(...commandButtons(name, turns))] : []),
      ...where,
      ...unreachableBlocks(unreachable),
    ],
  )
}

/** Each with a button that asks the same of it. */
export const renderMatches = (verb: LookVerb, view: MatchList): Message =>
  list(view, `*${view.matches.length} images match*`, (words, { image }) => {
    const { button: text } = VERBS[verb]
    const label = shorten(`${text}: ${image.imageId} in ${image.region}`, 75)
    return row(words, button({ actionId: verb, text, label, value: imageKey(image) }))
  })

/** The command that asks for the same change of one image. */
const commandFor = (verb: string, { account, region, imageId }: ImageRef, behind = ''): string =>
  `${verb} ${imageId} ${region} ${account} ${behind}`.trim()

/** Why, where the state alone does not say it. */
const NOT_POSSIBLE: Readonly<Partial<Record<FormVerb, string>>> = {
  share: 'none is available with launch permissions that disabling removed',
  restore: 'none is in the Recycle Bin',
}

/**
 * A choice of the image to change.
 *
 * @param isPossible whether the change is possible for them
 */
export const renderChoice = (verb: FormVerb, view: MatchList, isPossible: boolean): Message =>
  isPossible
    ? list(view, `*Which image?* ${view.matches.length} match`, (words, { image }) =>
        row(words, commandButton(view.name, { text: commandFor(verb, image, view.behind), label: 'Choose' })),
      )
    : list(
        view,
        `*Nothing to ${verb === 'share' ? 're-share' : verb}.* ${view.matches.length} images match, ${NOT_POSSIBLE[verb] ?? 'none in a state that allows it'}:`,
        words => section(words),
      )
