import type { KnownBlock } from '@slack/types'
import type { FamilyVerb } from '../src/domain/verb-kinds.ts'
import { commandButtons } from './command-buttons.ts'
import { whyWords } from './ec2-trouble.ts'
import { actions, context, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { renderNote } from './note.ts'
import { code, escapeText } from './text.ts'
import { numberWords } from './words.ts'

/** Answers if nothing is found, or several things: what was searched, where, and what was probably meant. */

const orWords = (commands: readonly string[]): string => commands.map(one => code(one, 160)).join(' or ')

/** What was wrong in a sentence, and each command that was probably meant as a button. */
const withMeant = (
  name: string,
  sentence: string,
  meant: readonly string[],
  notes: readonly string[],
): Message => {
  const question = meant.length > 0 ? `Did you mean ${orWords(meant.map(text => `${name} ${text}`))}?` : ''
  return message([sentence, question, ...notes].filter(part => part !== '').join(' '), [
    section(`${sentence}${question && `\n${question}`}`),
    ...(meant.length > 0
      ? [
          actions(
            ...commandButtons(
              name,
              meant.map(text => ({ text })),
            ),
          ),
        ]
      : []),
    ...notes.map(note => context(note)),
  ])
}

/** A misspelt verb. */
export const renderUnknown = (name: string, typed: string, meant: readonly string[]): Message =>
  withMeant(name, `🤔 Unknown command ${code(typed, 40)}.`, meant, [])

/** More than one image was named. */
export const renderOneAtATime = (name: string, verb: string, imageIds: readonly string[]): Message => {
  const commands = imageIds.slice(0, 5).map(id => `${verb} ${id}`)
  const typed = orWords(commands.map(text => `${name} ${text}`))
  return message(`🔍 One image at a time: ${typed}.`, [
    section('🔍 One image at a time:'),
    actions(
      ...commandButtons(
        name,
        commands.map(text => ({ text })),
      ),
    ),
  ])
}

type Places = readonly { accountName: string; region: string }[]

/** "production (us-east-1, eu-west-1), staging (us-west-2)" */
const placesWords = (places: Places, max = 1_500): string => {
  const accounts = [...new Set(places.map(({ accountName }) => accountName))]
  const words = accounts.map(account => {
    const regions = places.filter(({ accountName }) => accountName === account).map(({ region }) => region)
    return `${account} (${regions.join(', ')})`
  })
  return escapeText(words.join(', '), max)
}

export interface NoMatch {
  /** Of the slash command. */
  name: string
  target: string
  /** The accounts and regions that were searched. */
  places: Places
  unreachable: readonly { where: string; why: string }[]
  /** The commands that were probably meant. */
  meant: readonly string[]
  /** What is wrong with what was typed, where that is known. */
  hint?: string
  /** The first word of what was typed without a verb, where it may have been meant as one. */
  bareWord?: string
}

/** Nothing matches. */
export const renderNoMatch = (view: NoMatch): Message => {
  const { name, target, places, unreachable, meant, hint, bareWord } = view
  const isWhole = bareWord === target
  const sentence =
    bareWord === undefined
      ? `🔍 No image matches ${code(target, 140)}.`
      : `🔍 Unknown command ${code(bareWord, 140)}, and no image matches ${isWhole ? 'it' : code(target, 140)}.`
  return withMeant(name, `${sentence}${hint === undefined ? '' : ` ${hint}`}`, meant, [
    `Searched: ${placesWords(places)}.`,
    ...(unreachable.length > 0 ? [unreachableWords(unreachable)] : []),
    `Part of a name or id is enough; ${code('*')} and ${code('?')} stand for any characters. ${code(`${name} help`)} lists the commands.`,
  ])
}

/** No image and no instance is of such a family. */
export const renderNoFamily = (
  name: string,
  typed: string,
  verb: FamilyVerb,
  meant: readonly string[],
  unread: readonly { where: string; why: string }[],
): Message =>
  withMeant(
    name,
    `🔍 No family matches ${code(typed, 140)}.`,
    meant.map(family => `${verb} ${family}`),
    [
      `A family is named under ${code('families')} in the config, or is an image name without date and version${verb === 'fleet' ? `; ${code('*')} and ${code('?')} stand for any characters` : ''}. ${code(`${name} family`)} lists all.`,
      ...(unread.length > 0 ? [unreachableWords(unread)] : []),
    ],
  )

/** A part of an id fits none. */
export const partialIdHint = (target: string): string => {
  const digits = target.replace(/^ami-/i, '').length
  return `It has ${digits} of the 17 digits of an image id, and no id begins with it.`
}

/** A word beside an image that names nothing. */
export const notConfiguredHint = (word: string, places: Places): string =>
  `${code(word, 60)} isn’t a configured region or account. Configured: ${placesWords(places, 500)}.`

export interface NoPlace {
  /** As it was typed; the account by its alias, where it has one. */
  region?: string | undefined
  account?: string | undefined
  /** The command that was probably meant. */
  meant?: string | undefined
  /** What the config names: regions, or accounts. */
  configured: readonly string[]
}

/** The config names no such region or account. */
export const renderNoPlace = (name: string, { region, account, meant, configured }: NoPlace): Message => {
  if (configured.length === 0)
    return renderNote('🔍', 'No accounts are configured.', 'Add them to amiops.config.yml, under accounts.')
  const what =
    region === undefined
      ? `Account ${code(account ?? '', 40)} isn’t configured.`
      : `Region ${code(region, 40)} isn’t configured${account === undefined ? '' : ` for account ${code(account, 40)}`}.`
  return withMeant(name, `🔍 ${what}`, meant === undefined ? [] : [meant], [
    `Configured: ${escapeText(configured.join(', '), 1_000)}.`,
  ])
}

const UNREACHABLE_SHOWN = 20

export const unreachableWords = (unreachable: readonly { where: string; why: string }[]): string => {
  const more = unreachable.length - UNREACHABLE_SHOWN
  const names = unreachable
    .slice(0, UNREACHABLE_SHOWN)
    .map(({ where, why }) => `${escapeText(where, 100)}: ${whyWords(why)}`)
  return `⚠️ Couldn’t search ${names.join('; ')}${more > 0 ? ` and ${numberWords(more)} more` : ''}.`
}

/** The accounts and regions where EC2 could not be asked: their images are missing from a list. */
export const unreachableBlocks = (unreachable: readonly { where: string; why: string }[]): KnownBlock[] =>
  unreachable.length === 0 ? [] : [context(unreachableWords(unreachable))]
