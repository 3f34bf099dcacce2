import { FILTERS } from '../src/domain/filters.ts'
import {
  ALIAS_VERBS,
  type AliasVerb,
  CHANGE_VERBS,
  FAMILY_VERBS,
  type ImageVerb,
  LIST_VERBS,
  LOOK_VERBS,
  PERIOD_VERBS,
  PLAIN_VERBS,
} from '../src/domain/verb-kinds.ts'
import { VERBS, type VerbName } from '../src/domain/verbs.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, sectionPart } from './part.ts'
import { code } from './text.ts'

const SAMPLE = 'ami-0123456789abcdef0'

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

const linesOf = (name: string, verb: VerbName): string[] => {
  const entry = VERBS[verb]
  const alone: readonly (readonly [string, string])[] = [
    [entry.takes === 'image' ? `${verb} ${SAMPLE}` : verb, lower(entry.gives)],
  ]
  const examples = 'examples' in entry ? entry.examples : alone
  return examples.map(([typed, gives]) => `${code(`${name} ${typed}`)} · ${gives}`)
}

/** Lines of commands. The words for screen readers leave out the command's name: a text has room for 4,000 characters, and the name may be long. */
const linesPart = (name: string, lines: readonly string[]): Part => {
  const part = sectionPart(lines.join('\n'))
  return { ...part, words: part.words.replaceAll(`\`${name} `, '`') }
}

const group = (title: string, name: string, verbs: readonly VerbName[]): Part =>
  linesPart(name, [`*${title}*`, ...verbs.flatMap(verb => linesOf(name, verb))])

/** Their title says that each opens a form. */
const changeLines = (name: string, verbs: readonly VerbName[]): string[] =>
  verbs
    .flatMap(verb => linesOf(name, verb))
    .map(line => line.replace(' · opens the form to ', ' · ').replace(SAMPLE, 'web-1'))

/** Filters of lists, each as an example. */
const FILTER_WORDS = `Filters: ${Object.values(FILTERS)
  .map(({ example }) => code(example))
  .join(' ')}. Any other word is a part of the name.`

/**
 * What can be typed.
 *
 * @param name of the slash command, as it was typed
 */
export const renderHelp = (name: string): Message =>
  messageOf([
    { blocks: [], words: `Each begins with ${code(name)}` },
    group('Look at an image', name, LOOK_VERBS),
    group('Families, and what runs', name, FAMILY_VERBS),
    group('List images', name, LIST_VERBS),
    contextPart(FILTER_WORDS),
    linesPart(name, [
      '*Change an image* · each opens a form',
      ...changeLines(name, [...CHANGE_VERBS, 'revoke']),
      ...linesOf(name, 'keep'),
    ]),
    group('Promote, and roll back', name, ALIAS_VERBS),
    group('Direct messages to you', name, ['watch', 'watching']),
    group('Mute in a channel', name, ['mute', 'muted']),
    group('The audit log', name, PERIOD_VERBS),
    group(
      'amiops itself',
      name,
      PLAIN_VERBS.filter(verb => verb !== 'watching'),
    ),
    contextPart(
      `${code(`${name} <ami-id or name>`)} alone shows its status. Only you see the answers. Changes and card buttons require the matching role.`,
    ),
  ])

/** A verb without what it needs. */
export const renderNeedsImage = (name: string, verb: ImageVerb | AliasVerb): Message =>
  messageOf([
    sectionPart(
      `🔍 ${code(`${name} ${verb}`)} needs ${verb === 'rollback' ? 'a family and one of its aliases' : 'an image: its id or its name'}.`,
    ),
    sectionPart(linesOf(name, verb).join('\n')),
    contextPart(`${code(`${name} help`)} lists all commands.`),
  ])
