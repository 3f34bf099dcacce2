import type { KnownBlock } from '@slack/types'
import type { ImageCommand } from '../src/domain/command.ts'
import type { HistoryEntry } from '../src/domain/history.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../src/domain/image.ts'
import { usageSentence, VERBS } from '../src/domain/verbs.ts'
import { type CardView, renderCard } from './card.ts'
import { actions, button, context, section } from './elements.ts'
import { historySection } from './history.ts'
import { type Message, message } from './message.ts'
import { renderNote } from './note.ts'
import { code, escapeText, shorten } from './text.ts'
import { accountWords, stateWords } from './words.ts'

/** The card as the status command shows it: the same, live, with the last changes below. */
export const renderStatus = (view: CardView, history: readonly HistoryEntry[]): Message => {
  const card = renderCard(view)
  const { text } = message(card.text, [])
  return message(text, [...card.blocks, historySection(history)])
}

/** All facts that EC2 told, for the Details button. */
export const renderDetails = (image: ImageRef, facts: ImageFacts | undefined): Message => {
  const what = `${code(facts?.name ?? image.imageId, 140)} (${code(image.imageId)})`
  if (!facts) return message(`EC2 does not know ${what} now.`, [section(`EC2 does not know ${what} now.`)])
  const tags = Object.entries(facts.tags)
  const lines = [
    facts.description && `*Description* ${code(facts.description, 300)}`,
    `*State* ${stateWords(facts.state)}`,
    facts.ownerId && `*Owner* ${code(facts.ownerId, 20)}`,
    facts.rootDeviceType && `*Root device* ${code(facts.rootDeviceType, 40)}`,
    facts.deregistrationProtection &&
      `*Deregistration protection* ${code(facts.deregistrationProtection, 80)}`,
  ].filter(line => typeof line === 'string' && line !== '')
  const snapshots = facts.snapshots
    .slice(0, 20)
    .map(s => `• ${code(s.snapshotId, 40)} ${s.sizeGiB} GiB${s.encrypted ? ', encrypted' : ''}`)
  const tagLines = tags.slice(0, 20).map(([key, value]) => `• ${code(key, 60)} = ${code(value, 60)}`)
  return message(
    `Details of ${what}: ${stateWords(facts.state)}, ${countOf(tags.length, 'tag')}, ${countOf(facts.snapshots.length, 'snapshot')}.`,
    [
      section(`*Details of* ${what}`),
      section(lines.join('\n')),
      ...(snapshots.length > 0 ? [section(`*Snapshots*\n${snapshots.join('\n')}`)] : []),
      ...(tagLines.length > 0 ? [section(`*Tags*\n${tagLines.join('\n')}`)] : []),
      ...(tags.length > 20 ? [context(`${tags.length - 20} more tags are in the AWS console.`)] : []),
    ],
  )
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

export interface Match {
  image: ImageRef
  facts: ImageFacts
  accountName: string
}

const LISTED = 10
const VERB_WORDS = { status: 'Show', history: 'History', uses: 'Who uses it' } as const

/** Several images fit: each with what tells it apart and a button that shows it. */
export const renderMatches = (
  verb: ImageCommand['verb'],
  target: string,
  matches: readonly Match[],
  unreachable: readonly string[],
): Message => {
  const rows = matches.slice(0, LISTED).flatMap(({ image, facts, accountName }): KnownBlock[] => [
    section(
      `${stateWords(facts.state)} · ${code(facts.name ?? image.imageId, 140)}\n${code(image.imageId)} · ${accountWords(image.account, accountName)} · ${image.region}`,
    ),
    actions(
      button({
        actionId: verb,
        text: VERB_WORDS[verb],
        label: shorten(`${VERB_WORDS[verb]}: ${image.imageId} in ${image.region}`, 75),
        value: imageKey(image),
      }),
    ),
  ])
  const more =
    matches.length > LISTED
      ? [context(`${matches.length - LISTED} more fit: type more of the name, or add a region.`)]
      : []
  return message(
    `${matches.length} images fit ${code(target, 140)}: ${matches
      .slice(0, LISTED)
      .map(
        m =>
          `${stateWords(m.facts.state)} ${code(m.facts.name ?? m.image.imageId, 100)} ${m.image.imageId} in ${m.image.region}`,
      )
      .join('; ')}`,
    [
      section(`*${matches.length} images fit* ${code(target, 140)}`),
      ...rows,
      ...more,
      ...unreachableBlocks(unreachable),
    ],
  )
}

/** Nothing matches: where was searched, and what was probably meant. */
export const renderNoMatch = (
  target: string,
  places: readonly string[],
  unreachable: readonly string[],
  meant: readonly string[] = [],
): Message => {
  const question = meant.length > 0 ? `Did you mean ${meant.map(one => code(one, 160)).join(' or ')}?` : ''
  const where = escapeText(places.join(', '), 500)
  return message(`No image matches ${code(target, 140)}.${question && ` ${question}`} Searched: ${where}.`, [
    section(`🔍 No image matches ${code(target, 140)}.${question && `\n${question}`}`),
    context(
      `Searched: ${escapeText(places.join(', '), 1500)}. A name may hold \`*\` and \`?\`. More accounts and regions can be added to amiops.config.yml.`,
    ),
    ...unreachableBlocks(unreachable),
  ])
}

/** More than one image was named. */
export const renderOneAtATime = (commands: readonly string[]): Message =>
  renderNote(
    '🔍',
    'Ask about one image at a time.',
    commands
      .slice(0, LISTED)
      .map(command => code(command, 160))
      .join(' or '),
  )

export interface NoPlace {
  /** As it was typed; the account by its alias, where it has one. */
  region?: string | undefined
  account?: string | undefined
  /** What was probably meant. */
  meant?: string | undefined
  /** What the config names: regions, or accounts. */
  configured: readonly string[]
}

/** The config names no such region or account. */
export const renderNoPlace = ({ region, account, meant, configured }: NoPlace): Message => {
  if (configured.length === 0)
    return renderNote('🔍', 'No accounts are configured.', 'Add them to amiops.config.yml, under accounts.')
  const what =
    region === undefined
      ? `Account ${code(account ?? '', 40)} isn't configured.`
      : `Region ${code(region, 40)} isn't configured${account === undefined ? '' : ` for account ${code(account, 40)}`}.`
  return renderNote(
    '🔍',
    `${what}${meant === undefined ? '' : ` Did you mean ${code(meant, 160)}?`}`,
    `Configured: ${escapeText(configured.join(', '), 1_000)}.`,
  )
}

const unreachableBlocks = (unreachable: readonly string[]): KnownBlock[] =>
  unreachable.length === 0
    ? []
    : [context(`⚠️ Not asked, so not counted: ${escapeText(unreachable.join('; '), 2000)}`)]

/**
 * What can be asked.
 *
 * @param name of the slash command, as it was typed
 */
export const renderHelp = (name: string, lead?: string): Message =>
  message(`${lead ? `${lead} ` : ''}${usageSentence(name)}`, [
    ...(lead ? [section(lead)] : []),
    section(
      [
        '*What you can ask*',
        ...Object.values(VERBS).flatMap(({ help }) =>
          help.map(([typed, what]) => `${code(`${name} ${typed}`)} · ${what}`),
        ),
      ].join('\n'),
    ),
    context('Only you see the answers. Card buttons require the matching role.'),
  ])
