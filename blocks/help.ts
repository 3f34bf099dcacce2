import { FILTERS } from '../src/domain/filters.ts'
import {
  CHANGE_VERBS,
  FAMILY_VERBS,
  LIST_VERBS,
  LOOK_VERBS,
  PLAIN_VERBS,
  usageSentence,
  VERBS,
  type VerbName,
} from '../src/domain/verbs.ts'
import { context, section } from './elements.ts'
import { type Message, message } from './message.ts'
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

const group = (title: string, name: string, verbs: readonly VerbName[]) =>
  section([`*${title}*`, ...verbs.flatMap(verb => linesOf(name, verb))].join('\n'))

/**
 * What can be typed.
 *
 * @param name of the slash command, as it was typed
 * @param lead what was wrong with what was typed
 */
export const renderHelp = (name: string, lead?: string): Message =>
  message(`${lead ? `${lead} ` : ''}${usageSentence(name)}`, [
    ...(lead ? [section(lead)] : []),
    group('Look at an image', name, LOOK_VERBS),
    group('Look at all of them', name, FAMILY_VERBS),
    group('List images', name, LIST_VERBS),
    context(
      `Filters: ${Object.values(FILTERS)
        .map(({ example }) => code(example))
        .join(' ')}. Any other word is a part of the name.`,
    ),
    group('Change an image', name, CHANGE_VERBS),
    group('amiops itself', name, PLAIN_VERBS),
    context(
      `${code(`${name} <ami-id or name>`)} alone shows its status. Only you see the answers. Changes and card buttons require the matching role.`,
    ),
  ])
