import {
  ALIAS_VERBS,
  FAMILY_VERBS,
  IMAGE_VERBS,
  LIST_VERBS,
  PERIOD_VERBS,
  PLAIN_VERBS,
  SUBJECT_VERBS,
  type SubjectVerb,
} from './verb-kinds.ts'
import { VERBS, type VerbName } from './verbs.ts'

/** What follows a verb that takes an image. */
const IMAGE_WORDS = '<ami-id or name> [region] [account]'

/** What may follow a verb that takes filters. */
const FILTER_WORDS = '[filter ...]'

/** What may follow a verb that takes a family. */
const FAMILY_WORDS = '[family name]'

/** What follows a verb that takes a family or an image. */
const SUBJECT_WORDS: Readonly<Record<SubjectVerb, string>> = {
  watch: '<family, ami-id or name> [off]',
  mute: '<family, ami-id or name> <time or off> [reason]',
  muted: '[family, ami-id or name]',
}

/** A verb as it is typed, with what to fill in. */
export const usageOf = (verb: VerbName): string => {
  switch (VERBS[verb].takes) {
    case 'image':
      return `${verb} ${IMAGE_WORDS}`
    case 'image and alias':
      return `${verb} <ami-id or name> [alias]`
    case 'family':
      return `${verb} ${FAMILY_WORDS}`
    case 'family and alias':
      return `${verb} <family> <alias>`
    case 'filters':
      return `${verb} ${FILTER_WORDS}`
    case 'subject':
      return `${verb} ${SUBJECT_WORDS[verb as SubjectVerb]}`
    case 'period':
      return `${verb} audit [since <30d or day>] [until <day>] [by <person>] [family <name>] [image <id or name>]`
    case 'image and day':
      return `${verb} <ami-id or name> until <day>`
    case 'nothing':
      return verb
  }
}

/** `a, b or c` */
const anyOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

/** What Slack shows while somebody types the command. */
export const usageHint = (): string =>
  [
    `${anyOf(IMAGE_VERBS)} ${IMAGE_WORDS}`,
    `${anyOf(LIST_VERBS)} ${FILTER_WORDS}`,
    `${anyOf(FAMILY_VERBS)} ${FAMILY_WORDS}`,
    ...[...ALIAS_VERBS, ...SUBJECT_VERBS, ...PERIOD_VERBS, 'keep' as const, ...PLAIN_VERBS].map(usageOf),
  ].join(' | ')
