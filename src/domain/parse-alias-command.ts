import type { Command } from './command.ts'
import { nameOf } from './command-words.ts'
import { accountIdOf, readImage, regionOf } from './parse-image-command.ts'
import { idsIn, type Word } from './pasted.ts'

/** `prod`, or `payments-base/prod` for an image of another family. */
const ALIAS = /^(?:(.{1,100})\/)?([A-Za-z][\w-]{0,39})$/

/** The last word is the alias, unless it says what or where the image is. */
export const readPromotion = (words: readonly Word[], aliases: ReadonlyMap<string, string>): Command => {
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

export const readRollback = (words: readonly Word[]): Command => {
  const names = words.map(nameOf).filter(name => name !== '')
  const [, slashed, last] = ALIAS.exec(names.at(-1) ?? '') ?? []
  const family = names.length > 1 ? names.slice(0, -1).join(' ') : slashed
  return family && last ? { verb: 'rollback', family, alias: last } : { verb: 'of-what', asked: 'rollback' }
}
