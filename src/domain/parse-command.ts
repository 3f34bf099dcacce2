import type { Command } from './command.ts'
import { bareOf, commandWords, nameOf, textOf, verbOf } from './command-words.ts'
import { nearest } from './nearest.ts'
import { readPromotion, readRollback } from './parse-alias-command.ts'
import { readImage } from './parse-image-command.ts'
import { isImageId } from './pasted.ts'
import {
  ALIAS_VERBS,
  FAMILY_VERBS,
  IMAGE_VERBS,
  LIST_VERBS,
  PERIOD_VERBS,
  PLAIN_VERBS,
  SUBJECT_VERBS,
  VERB_NAMES,
} from './verb-kinds.ts'
import type { VerbName } from './verbs.ts'

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
 * Reads the text behind a slash command. In pasted text, the image id is found wherever it is. Region and account are recognized by their
 * form, so neither their order nor their place matters; an account may be given by its alias. A name may hold spaces; where one of its
 * words looks like a region or an alias, it is quoted.
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
