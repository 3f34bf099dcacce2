import { renderForeignPlace } from '../../../blocks/foreign-account.ts'
import { renderNeedsImage } from '../../../blocks/help.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderNoMatch, renderNoPlace, renderOneAtATime, renderUnknown } from '../../../blocks/no-match.ts'
import { renderReading } from '../../../blocks/reading.ts'
import type { AskOf } from '../../domain/ask.ts'
import { type Command, type ImageCommand, isPlain, USUAL_COMMAND } from '../../domain/command.ts'
import { accountName } from '../../domain/config.ts'
import { placeName } from '../../domain/fleet.ts'
import { foreignAccountOf } from '../../domain/foreign-account.ts'
import { parseCommand } from '../../domain/parse-command.ts'
import type { FamilyVerb, ListVerb, PlainVerb, SubjectVerb } from '../../domain/verb-kinds.ts'
import type { FleetScans } from '../../ports.ts'
import type { Waiting } from '../readings/ask-for-reading.ts'
import { type FindImagesNeeds, type Found, findImages } from './find-images.ts'
import { findInLeft } from './find-in-left.ts'
import type { FoundImage } from './find-in-place.ts'
import { suggest, suggestPlace } from './suggest.ts'

export type UnderstandNeeds = FindImagesNeeds & { ledger: FindImagesNeeds['ledger'] & FleetScans }

/** What a command comes down to. */
export type Understood =
  | { kind: 'plain'; verb: PlainVerb }
  | { kind: FamilyVerb; family?: string }
  /** A list, and its filters as they were typed. */
  | { kind: 'list'; verb: ListVerb; filters: string }
  /** The audit log of a period, as it was typed. */
  | { kind: 'export'; period: string }
  /** A family or an image, and what else was typed behind it. */
  | { kind: 'subject'; verb: SubjectVerb; words: string }
  /** The images that it names: one or more. */
  | { kind: 'images'; command: ImageCommand; found: readonly FoundImage[]; unreachable: Unreachable }
  /** The images that are to be promoted: one, or a choice. */
  | {
      kind: 'promotion'
      command: Extract<Command, { verb: 'promote' }>
      found: readonly FoundImage[]
      unreachable: Unreachable
    }
  | { kind: 'rollback'; family: string; alias: string }
  /** Nothing can be done with it: why, and what was probably meant. `isWaiting`: not yet, since many places are being read. */
  | { kind: 'explanation'; message: Message; isWaiting?: true }

type Unreachable = Found['unreachable']

/** The name of the slash command, as the person typed it. */
export const nameOf = ({ command = USUAL_COMMAND }: AskOf<'command'>): string => command

/**
 * Reads a command: 1 parse it 2 find the images that it names, or say that they are being looked for 3 where there are none, say what was
 * probably meant.
 *
 * @param message what comes again once the images are looked for in many accounts and regions: the ask, as it was given
 */
export const understand = async (
  needs: UnderstandNeeds,
  ask: AskOf<'command'>,
  message: Waiting = ask,
): Promise<Understood> => {
  const { config } = needs
  const name = nameOf(ask)
  const explain = (message: Message): Understood => ({ kind: 'explanation', message })
  // 1 parse it
  const aliases = new Map(config.accounts.flatMap(a => (a.alias ? [[a.alias, a.id] as const] : [])))
  const command = parseCommand(ask.text, aliases)
  if (isPlain(command)) return { kind: 'plain', verb: command.verb }
  switch (command.verb) {
    case 'fleet':
    case 'family':
    case 'cleanup':
      return { kind: command.verb, ...(command.family !== undefined && { family: command.family }) }
    case 'list':
    case 'deleted':
    case 'stale':
      return { kind: 'list', verb: command.verb, filters: command.filters }
    case 'export':
      return { kind: 'export', period: command.period }
    // It is served before: flows/keep.
    case 'keep':
      return explain(renderNeedsImage(name, 'status'))
    case 'watch':
    case 'mute':
    case 'muted':
      return { kind: 'subject', verb: command.verb, words: command.words }
    case 'promote': {
      const understood = await understandImage(needs, name, command.image, message)
      return understood.kind === 'images' ? { ...understood, kind: 'promotion', command } : understood
    }
    case 'rollback':
      return { kind: 'rollback', family: command.family, alias: command.alias }
    case 'of-what':
      return explain(renderNeedsImage(name, command.asked))
    case 'of-many':
      return explain(renderOneAtATime(name, command.asked, command.imageIds))
    case 'unknown':
      return explain(renderUnknown(name, command.typed, [command.meant]))
    case 'bare': {
      const understood = await understandImage(needs, name, command.image, message, command.typed)
      return understood.kind === 'explanation' && !understood.isWaiting && command.meant !== undefined
        ? explain(renderUnknown(name, command.typed, [command.meant]))
        : understood
    }
    default:
      return understandImage(needs, name, command, message)
  }
}

const understandImage = async (
  needs: UnderstandNeeds,
  name: string,
  command: ImageCommand,
  message: Waiting,
  bareWord?: string,
): Promise<Understood> => {
  const { config } = needs
  // 2 find the images that it names
  const looked = await findImages(needs, command, message)
  if (looked.kind === 'waiting')
    return { kind: 'explanation', message: renderReading(looked.places), isWaiting: true }
  const { found, places, unreachable } = looked
  if (found.length > 0) return { kind: 'images', command, found, unreachable }
  const left = await findInLeft(needs, command)
  if (left)
    return {
      kind: 'explanation',
      message: renderForeignPlace(left, foreignAccountOf(config, left.account)),
    }
  // 3 say what was probably meant
  if (places.length === 0)
    return { kind: 'explanation', message: renderNoPlace(name, suggestPlace(config, command)) }
  const unasked = new Set(unreachable.map(({ where }) => where))
  const searched = places.filter(place => !unasked.has(placeName(config, place)))
  const suggested = await suggest(needs, command, searched)
  return {
    kind: 'explanation',
    message: renderNoMatch({
      name,
      target: command.target,
      places: places.map(({ account, region }) => ({ accountName: accountName(config, account), region })),
      unreachable,
      // Whatever has more than letters is no misspelt verb.
      ...(bareWord !== undefined && /^[a-z]+$/i.test(bareWord) && { bareWord }),
      ...suggested,
    }),
  }
}
