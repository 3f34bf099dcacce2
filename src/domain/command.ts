import { isRegion } from './regions.ts'

/** What `/ami …` was understood as. */
export type Command =
  | { verb: 'help' }
  | { verb: 'health' }
  | ImageCommand
  | { verb: 'of-what'; asked: ImageCommand['verb'] }
  | { verb: 'unknown'; typed: string; nearest?: string }

/** What names an image: where it is and what it is called. */
export interface ImageCommand {
  verb: (typeof IMAGE_VERBS)[number]
  target: string
  region?: string
  account?: string
}

const IMAGE_VERBS = ['status', 'history', 'uses'] as const
export const VERBS = [...IMAGE_VERBS, 'health', 'help'] as const

/** How many letters apart two words are (Levenshtein), for words of a few letters. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The verb that was probably meant: at most two letters wrong. */
const nearestVerb = (typed: string): string | undefined => {
  const ranked = VERBS.map(verb => ({ verb, apart: distance(typed, verb) })).sort((a, b) => a.apart - b.apart)
  const best = ranked[0]
  return best && best.apart <= 2 ? best.verb : undefined
}

const ACCOUNT = /^\d{12}$/

/**
 * Reads the text behind `/ami`. Region and account are told apart by their form, so their order does not matter;
 * an account may be given by its alias. An image's name may hold spaces when it is quoted.
 */
export const parseCommand = (text: string, aliases: ReadonlyMap<string, string>): Command => {
  const words = [...text.slice(0, 1_000).matchAll(/"([^"]*)"|“([^”]*)”|(\S+)/g)].map(
    m => m[1] ?? m[2] ?? m[3] ?? '',
  )
  const [typed, ...rest] = words
  if (typed === undefined) return { verb: 'help' }
  const verb = typed.toLowerCase()
  if (verb === 'help' || verb === 'health') return { verb }
  const imageVerb = IMAGE_VERBS.find(one => one === verb)
  if (!imageVerb) {
    const nearest = nearestVerb(verb)
    return nearest ? { verb: 'unknown', typed, nearest } : { verb: 'unknown', typed }
  }
  const command: ImageCommand = { verb: imageVerb, target: '' }
  const name: string[] = []
  for (const [index, word] of rest.entries()) {
    const account = ACCOUNT.test(word) ? word : aliases.get(word)
    if (index > 0 && isRegion(word)) command.region = word
    else if (index > 0 && account) command.account = account
    else name.push(word)
  }
  command.target = name.join(' ').trim()
  return command.target === '' ? { verb: 'of-what', asked: imageVerb } : command
}
