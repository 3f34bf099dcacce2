import { nearest } from './nearest.ts'
import { idsIn, plainText, type Word, wordsOf } from './pasted.ts'
import { isRegion, REGIONS } from './regions.ts'

/** What a slash command was understood as. */
export type Command =
  | { verb: 'help' }
  | { verb: 'health' }
  | ImageCommand
  | { verb: 'of-what'; asked: ImageCommand['verb'] }
  /** More than one image is named: each is a question of its own. */
  | { verb: 'of-many'; asked: ImageCommand['verb']; imageIds: readonly string[] }
  | { verb: 'unknown'; typed: string; nearest?: string }

/** What names an image: where it is and what it is called. */
export interface ImageCommand {
  verb: (typeof IMAGE_VERBS)[number]
  /** An image id, or a name. */
  target: string
  region?: string
  account?: string
  /** Words beside an image id that say nothing: one may be a misspelt alias. */
  rest?: readonly string[]
}

/** What the manifest calls the slash command; another app of amiops has another. */
export const USUAL_COMMAND = '/ami'

const IMAGE_VERBS = ['status', 'history', 'uses'] as const
export const VERBS = [...IMAGE_VERBS, 'health', 'help'] as const

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

/**
 * Reads the text behind a slash command. Of what was pasted, the image id counts wherever it stands. Region and account are
 * told apart by their form, so neither their order nor their place matters; an account may be given by its alias. A name may
 * hold spaces; where one of its words looks like a region or an alias, it is quoted.
 */
export const parseCommand = (text: string, aliases: ReadonlyMap<string, string>): Command => {
  const all = wordsOf(plainText(text.slice(0, MOST_READ)))
  // Somebody copied the command itself, too.
  const words = all[0]?.text.startsWith('/') && all.length > 1 ? all.slice(1) : all
  const [first, ...rest] = words
  if (first === undefined) return { verb: 'help' }
  const verb = bareOf(first.text).toLowerCase()
  if (verb === 'help' || verb === 'health') return { verb }
  const imageVerb = IMAGE_VERBS.find(one => one === verb)
  if (!imageVerb) {
    const [meant] = nearest(verb, VERBS)
    return meant
      ? { verb: 'unknown', typed: first.text, nearest: meant }
      : { verb: 'unknown', typed: first.text }
  }
  const imageIds = [...new Set(rest.flatMap(word => idsIn(word).ids))]
  if (imageIds.length > 1) return { verb: 'of-many', asked: imageVerb, imageIds }
  const [imageId] = imageIds
  const accountOf = (word: string): string | undefined =>
    accountIdOf(word) ?? aliases.get(word) ?? byLowerCase(aliases, word)
  return imageId === undefined
    ? readName(imageVerb, rest, accountOf)
    : readId(imageVerb, imageId, rest, accountOf)
}

const byLowerCase = (aliases: ReadonlyMap<string, string>, word: string): string | undefined =>
  [...aliases].find(([alias]) => alias.toLowerCase() === word.toLowerCase())?.[1]

type AccountOf = (word: string) => string | undefined

/** An id says which image: of all other words, those count that say where it is. */
const readId = (
  verb: ImageCommand['verb'],
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
const readName = (verb: ImageCommand['verb'], words: readonly Word[], accountOf: AccountOf): Command => {
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
