import type { Action } from './actions.ts'
import type { Config } from './config.ts'
import { nearest } from './nearest.ts'
import { idsIn, isImageId, plainText, type Word, wordsOf } from './pasted.ts'
import { isRegion, REGIONS } from './regions.ts'
import {
  ALIAS_VERBS,
  type AliasVerb,
  actionOf,
  FAMILY_VERBS,
  type FamilyVerb,
  IMAGE_VERBS,
  type ImageVerb,
  isChangeVerb,
  LIST_VERBS,
  type ListVerb,
  opensForm,
  PERIOD_VERBS,
  type PeriodVerb,
  PLAIN_VERBS,
  type PlainVerb,
  SUBJECT_VERBS,
  type SubjectVerb,
  VERB_NAMES,
  type VerbName,
} from './verbs.ts'

/** What a slash command was understood as. */
export type Command =
  | { verb: PlainVerb }
  /** Of all families where none is named. */
  | { verb: FamilyVerb; family?: string }
  /** A list, and its filters as they were typed. */
  | { verb: ListVerb; filters: string }
  /** A family or an image, and what else was typed behind it. */
  | { verb: SubjectVerb; words: string }
  /** A period of time, as it was typed. */
  | { verb: PeriodVerb; period: string }
  /** What was typed behind it: an image, and until when. */
  | { verb: 'keep'; words: string }
  | ImageCommand
  /** An image to a named alias, else the next one; of another family than the image's where one is named. */
  | { verb: 'promote'; image: ImageCommand; alias?: string; family?: string }
  | { verb: 'rollback'; family: string; alias: string }
  | { verb: 'of-what'; asked: ImageVerb | AliasVerb }
  /** More than one image is named: each is a question of its own. */
  | { verb: 'of-many'; asked: ImageVerb | AliasVerb; imageIds: readonly string[] }
  /** No verb at all: what is named is looked for. Where nothing is found, a misspelt verb was meant. */
  | { verb: 'bare'; typed: string; image: ImageCommand; meant?: string }
  /** A misspelt verb and an image: the command that was meant. */
  | { verb: 'unknown'; typed: string; meant: string }

/** A command of one verb with nothing behind it. */
export const isPlain = (command: Command): command is { verb: PlainVerb } =>
  PLAIN_VERBS.some(verb => verb === command.verb)

/** What names an image: where it is and what it is called. */
export interface ImageCommand {
  verb: ImageVerb
  /** An image id, or a name. */
  target: string
  region?: string
  account?: string
  /** Words beside an image id that say nothing: one may be a misspelt alias. */
  rest?: readonly string[]
}

/** What the manifest calls the slash command; another app of amiops has another. */
export const USUAL_COMMAND = '/ami'

/** What people type where nobody has typed it yet: by the config. */
export const slashCommandOf = ({ command = USUAL_COMMAND }: Pick<Config, 'command'>): string => command

const MOST_READ = 1_000

/** `us-east-1,` and `(us-east-1)` are `us-east-1`. */
const bareOf = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')

/** A comma between the words of a list is no part of a name. */
const nameOf = ({ text, isQuoted }: Word): string => (isQuoted ? text : text.replace(/^[,;:]+|[,;:]+$/g, ''))

/** A misspelt region is meant as one, too: nothing is looked for elsewhere in its place. */
const regionOf = (word: string): string | undefined => {
  const region = word.toLowerCase().replace(/-+/g, '-')
  return isRegion(region) || nearest(region, REGIONS).length > 0 ? region : undefined
}

const accountIdOf = (word: string): string | undefined => (/^\d{12}$/.test(word) ? word : undefined)

/** What is left of the text behind a slash command, as plain words; where somebody copied the command itself, it is left out. */
const commandWords = (text: string): Word[] => {
  const all = wordsOf(plainText(text.slice(0, MOST_READ)))
  return all[0]?.text.startsWith('/') && all.length > 1 ? all.slice(1) : all
}

const verbOf = ({ text }: Word): VerbName | undefined => {
  const verb = bareOf(text).toLowerCase()
  return VERB_NAMES.find(one => one === verb)
}

/** The verb that a text begins with, and whether anything follows it. Needs no config. */
export const verbAndRest = (text: string): { verb: VerbName; rest: string } | undefined => {
  const [first, ...rest] = commandWords(text)
  const verb = first && verbOf(first)
  return verb && { verb, rest: textOf(rest) }
}

/** What a text asks for, where its verb is one that opens a form. */
export const typedAction = (text: string): Action | AliasVerb | 'revoke' | undefined => {
  const verb = verbAndRest(text)?.verb
  if (verb === undefined || !opensForm(verb)) return undefined
  return isChangeVerb(verb) ? actionOf(verb) : verb
}

/** Splits an audience from what is typed to share an image: its name stands at the end. */
export const withoutAudience = (
  text: string,
  audiences: readonly string[],
): { text: string; audience?: string } => {
  const typed = verbAndRest(text)
  if (typed?.verb !== 'share-with') return { text }
  const rest = typed.rest.toLowerCase()
  const endings = audiences.flatMap(name => [
    { name, ending: ` ${name.toLowerCase()}` },
    { name, ending: ` "${name.toLowerCase()}"` },
  ])
  const [found] = endings
    .filter(({ ending }) => rest.endsWith(ending))
    .sort((a, b) => b.ending.length - a.ending.length)
  return found
    ? { text: `share-with ${typed.rest.slice(0, -found.ending.length)}`, audience: found.name }
    : { text }
}

/** Words as they can be typed again. */
const textOf = (words: readonly Word[]): string =>
  words
    .map(({ text, isQuoted }) => (isQuoted && text !== '' ? `"${text}"` : text))
    .join(' ')
    .trim()

/** What people say for a verb. */
const SYNONYMS: Readonly<Record<string, VerbName>> = {
  delete: 'deregister',
  remove: 'deregister',
  undelete: 'restore',
  reshare: 'share',
}

/** The verb that a word was probably meant to be. */
const meantVerb = (word: string, isAlone: boolean): string | undefined => {
  const typed = bareOf(word)
  const said = Object.hasOwn(SYNONYMS, typed.toLowerCase()) ? SYNONYMS[typed.toLowerCase()] : undefined
  if (said) return said
  const begun = typed.length > 2 ? VERB_NAMES.find(verb => verb.startsWith(typed.toLowerCase())) : undefined
  return begun ?? nearest(typed, VERB_NAMES, 1, isAlone && typed.length > 2 ? 2 : undefined)[0]
}

/**
 * Reads the text behind a slash command. Of what was pasted, the image id counts wherever it is. Region and account are
 * recognized by their form, so neither their order nor their place matters; an account may be given by its alias. A name may
 * hold spaces; where one of its words looks like a region or an alias, it is quoted.
 */
export const parseCommand = (text: string, aliases: ReadonlyMap<string, string>): Command => {
  const words = commandWords(text)
  const [first, ...rest] = words
  if (first === undefined) return { verb: 'help' }
  const verb = verbOf(first)
  const plainVerb = PLAIN_VERBS.find(one => one === verb)
  if (plainVerb) return { verb: plainVerb }
  const familyVerb = FAMILY_VERBS.find(one => one === verb)
  if (familyVerb) {
    const family = rest.map(nameOf).join(' ').trim()
    return { verb: familyVerb, ...(family && { family }) }
  }
  const listVerb = LIST_VERBS.find(one => one === verb)
  if (listVerb) return { verb: listVerb, filters: textOf(rest) }
  const periodVerb = PERIOD_VERBS.find(one => one === verb)
  if (periodVerb) return { verb: periodVerb, period: textOf(rest) }
  const subjectVerb = SUBJECT_VERBS.find(one => one === verb)
  if (subjectVerb) return { verb: subjectVerb, words: textOf(rest) }
  if (verb === 'keep') return { verb, words: textOf(rest) }
  const aliasVerb = ALIAS_VERBS.find(one => one === verb)
  if (aliasVerb) return aliasVerb === 'promote' ? readPromotion(rest, aliases) : readRollback(rest)
  const imageVerb = IMAGE_VERBS.find(one => one === verb)
  if (imageVerb) return readImage(imageVerb, rest, aliases)

  // An id or a name alone means its status.
  const near = meantVerb(first.text, rest.length === 0)
  const meant = near && `${near} ${textOf(rest)}`.trim()
  const image = readImage('status', words, aliases)
  if (image.verb !== 'status') return image
  if (!isImageId(image.target)) return { verb: 'bare', typed: first.text, image, ...(meant && { meant }) }
  return meant ? { verb: 'unknown', typed: first.text, meant } : image
}

const readImage = (
  verb: ImageVerb,
  words: readonly Word[],
  aliases: ReadonlyMap<string, string>,
): ImageCommand | Extract<Command, { asked: unknown }> => {
  const imageIds = [...new Set(words.flatMap(word => idsIn(word).ids))]
  if (imageIds.length > 1) return { verb: 'of-many', asked: verb, imageIds }
  const [imageId] = imageIds
  const accountOf = (word: string): string | undefined =>
    accountIdOf(word) ?? aliases.get(word) ?? byLowerCase(aliases, word)
  return imageId === undefined ? readName(verb, words, accountOf) : readId(verb, imageId, words, accountOf)
}

/** `prod`, or `payments-base/prod` for an image of another family. */
const ALIAS = /^(?:(.{1,100})\/)?([A-Za-z][\w-]{0,39})$/

/** The last word is the alias, unless it says what or where the image is. */
const readPromotion = (words: readonly Word[], aliases: ReadonlyMap<string, string>): Command => {
  const last = words.at(-1)
  const isPlace =
    last !== undefined &&
    (regionOf(last.text) ?? accountIdOf(last.text) ?? aliases.get(last.text)) !== undefined
  const isNamed =
    words.length > 1 && last && !last.isQuoted && !isPlace && idsIn(last).ids.length === 0
      ? ALIAS.exec(last.text)
      : null
  const image = readImage('status', isNamed ? words.slice(0, -1) : words, aliases)
  if ('asked' in image) return { ...image, asked: 'promote' }
  const [, family, alias] = isNamed ?? []
  return { verb: 'promote', image, ...(alias && { alias }), ...(family && { family }) }
}

const readRollback = (words: readonly Word[]): Command => {
  const names = words.map(nameOf).filter(name => name !== '')
  const [, slashed, last] = ALIAS.exec(names.at(-1) ?? '') ?? []
  const family = names.length > 1 ? names.slice(0, -1).join(' ') : slashed
  return family && last ? { verb: 'rollback', family, alias: last } : { verb: 'of-what', asked: 'rollback' }
}

const byLowerCase = (aliases: ReadonlyMap<string, string>, word: string): string | undefined =>
  [...aliases].find(([alias]) => alias.toLowerCase() === word.toLowerCase())?.[1]

type AccountOf = (word: string) => string | undefined

/** An id says which image: of all other words, those count that say where it is. */
const readId = (
  verb: ImageVerb,
  imageId: string,
  words: readonly Word[],
  accountOf: AccountOf,
): ImageCommand => {
  const around = words.flatMap(word => {
    const { ids, parts } = idsIn(word)
    return ids.length > 0 ? parts : []
  })
  const others = words.filter(word => idsIn(word).ids.length === 0).map(({ text }) => bareOf(text))
  const region = others.map(regionOf).find(isText) ?? around.map(regionOf).find(isText)
  const account = others.map(accountOf).find(isText) ?? around.map(accountIdOf).find(isText)
  const rest = others.filter(word => word !== '' && !regionOf(word) && !accountOf(word))
  return {
    verb,
    target: imageId,
    ...(region && { region }),
    ...(account && { account }),
    ...(rest.length > 0 && { rest }),
  }
}

const isText = (text: string | undefined): text is string => text !== undefined

/** A name is what is left when region and account are taken away; an alias at the front is the name's first word. */
const readName = (
  verb: ImageVerb,
  words: readonly Word[],
  accountOf: AccountOf,
): ImageCommand | Extract<Command, { verb: 'of-what' }> => {
  const read = words.map((word, index) => {
    const bare = bareOf(word.text)
    const region = word.isQuoted ? undefined : regionOf(bare)
    const account = word.isQuoted || region ? undefined : index > 0 ? accountOf(bare) : accountIdOf(bare)
    return { name: nameOf(word), region, account }
  })
  const isPlace = (one: (typeof read)[number]): boolean =>
    one.region !== undefined || one.account !== undefined
  // Where every word is a place, the first one is the name.
  const named = read.every(isPlace) ? read.slice(0, 1) : read.filter(one => !isPlace(one))
  const places = read.filter(one => isPlace(one) && !named.includes(one))
  const region = places.findLast(one => one.region)?.region
  const account = places.findLast(one => one.account)?.account
  const target = named
    .map(({ name }) => name)
    .join(' ')
    .trim()
  if (target === '') return { verb: 'of-what', asked: verb }
  return { verb, target, ...(region && { region }), ...(account && { account }) }
}
