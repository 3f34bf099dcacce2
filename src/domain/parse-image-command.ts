import type { Command, ImageCommand } from './command.ts'
import { bareOf, nameOf } from './command-words.ts'
import { nearest } from './nearest.ts'
import { idsIn, type Word } from './pasted.ts'
import { isRegion, REGIONS } from './regions.ts'
import type { ImageVerb } from './verb-kinds.ts'

/** A misspelt region counts as one, so that the image is not searched in other regions instead. */
export const regionOf = (word: string): string | undefined => {
  const region = word.toLowerCase().replace(/-+/g, '-')
  return isRegion(region) || nearest(region, REGIONS).length > 0 ? region : undefined
}

export const accountIdOf = (word: string): string | undefined => (/^\d{12}$/.test(word) ? word : undefined)

/** The image that a command names: its id wherever it is, else its name, and where it is. */
export const readImage = (
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
