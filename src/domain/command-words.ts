import type { Action } from './actions.ts'
import { plainText, type Word, wordsOf } from './pasted.ts'
import { type AliasVerb, actionOf, isChangeVerb, opensForm, VERB_NAMES } from './verb-kinds.ts'
import type { VerbName } from './verbs.ts'

/** The words behind a slash command, and its verb. */

const MOST_READ = 1_000

/** `us-east-1,` and `(us-east-1)` are `us-east-1`. */
export const bareOf = (text: string): string => text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')

/** A comma between the words of a list is no part of a name. */
export const nameOf = ({ text, isQuoted }: Word): string =>
  isQuoted ? text : text.replace(/^[,;:]+|[,;:]+$/g, '')

/** The words after a slash command. If somebody has pasted the command itself, it is left out. */
export const commandWords = (text: string): Word[] => {
  const all = wordsOf(plainText(text.slice(0, MOST_READ)))
  return all[0]?.text.startsWith('/') && all.length > 1 ? all.slice(1) : all
}

export const verbOf = ({ text }: Word): VerbName | undefined => {
  const verb = bareOf(text).toLowerCase()
  return VERB_NAMES.find(one => one === verb)
}

/** The verb that a text begins with, and whether anything follows it. Needs no config. */
export const verbAndRest = (text: string): { verb: VerbName; rest: string } | undefined => {
  const [first, ...rest] = commandWords(text)
  const verb = first && verbOf(first)
  return verb && { verb, rest: textOf(rest) }
}

/** The action that a text asks for, if its verb opens a form. */
export const typedAction = (text: string): Action | AliasVerb | 'revoke' | undefined => {
  const verb = verbAndRest(text)?.verb
  if (verb === undefined || !opensForm(verb)) return undefined
  return isChangeVerb(verb) ? actionOf(verb) : verb
}

/** Words as they can be typed again. */
export const textOf = (words: readonly Word[]): string =>
  words
    .map(({ text, isQuoted }) => (isQuoted && text !== '' ? `"${text}"` : text))
    .join(' ')
    .trim()

/** Splits the text of a share command into the image and the audience, whose name comes last. */
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
