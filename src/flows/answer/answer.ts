import { renderHelp } from '../../../blocks/help.ts'
import { renderMatches } from '../../../blocks/matches.ts'
import type { Message } from '../../../blocks/message.ts'
import { notConfiguredHint } from '../../../blocks/no-match.ts'
import { renderTooLateToAnswer } from '../../../blocks/not-taken.ts'
import { renderNote } from '../../../blocks/note.ts'
import { code } from '../../../blocks/text.ts'
import { renderNotOpenedTyped } from '../../../blocks/typed-form.ts'
import type { AskOf } from '../../domain/ask.ts'
import type { ImageCommand } from '../../domain/command.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import {
  type ImageVerb,
  type LookVerb,
  opensForm,
  type PlainVerb,
  type SubjectVerb,
} from '../../domain/verb-kinds.ts'

import { answerCleanup } from '../cleanup/answer-cleanup.ts'
import { exportAudit } from '../export/export-audit.ts'
import { answerFamily } from '../families/answer-family.ts'
import { answerFleet } from '../fleet/answer-fleet.ts'
import { list } from '../lists/list.ts'
import { answerMute, answerMuted } from '../mute/answer-mute.ts'

import { settle } from '../perform/settle.ts'
import { answerReport } from '../report/answer-report.ts'
import { sayPrivately } from '../steps/reply.ts'
import { answerWatch, answerWatching } from '../watch/answer-watch.ts'
import { details } from './details.ts'
import type { FoundImage } from './find-in-place.ts'
import { health } from './health.ts'
import { history, historyEntry } from './history.ts'
import type { AnswerNeeds } from './needs.ts'
import { status } from './status.ts'
import { configuredPlaces } from './suggest.ts'
import { nameOf, understand } from './understand.ts'
import { uses } from './uses.ts'

/** Answers a question, privately: 1 understand 2 look 3 render 4 reply. Changes nothing in EC2. */
export const answer = async (needs: AnswerNeeds, ask: AskOf<'look'> | AskOf<'command'>): Promise<void> => {
  if (needs.clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS)
    return sayPrivately(needs, ask, renderTooLateToAnswer(ask.kind === 'command' ? ask.text : ask.look))
  const message = ask.kind === 'command' ? await answerCommand(needs, ask) : await answerLook(needs, ask)
  if (!(await isPageTurned(needs, ask, message))) await sayPrivately(needs, ask, message)
}

/**
 * Replaces the page with which the person asked for another one.
 *
 * @returns whether it did
 */
const isPageTurned = async (
  { messenger }: AnswerNeeds,
  ask: AskOf<'look'> | AskOf<'command'>,
  message: Message,
): Promise<boolean> => {
  const { isPrivate, responseUrl } = ask.place
  if (ask.kind !== 'command' || ask.page === undefined || !isPrivate || responseUrl === undefined)
    return false
  return (await messenger.respond(responseUrl, message, true)).kind === 'delivered'
}

const answerCommand = async (needs: AnswerNeeds, ask: AskOf<'command'>): Promise<Message> => {
  const understood = await understand(needs, ask)
  switch (understood.kind) {
    case 'explanation':
      return understood.message
    case 'plain':
      return answerPlain(needs, understood.verb, ask)
    case 'subject':
      return answerSubject(needs, ask, understood)
    case 'fleet':
      return answerFleet(needs, ask, nameOf(ask), understood.family)
    case 'family': {
      const { family: typed } = understood
      return answerFamily(needs, ask, {
        name: nameOf(ask),
        page: ask.page ?? 1,
        ...(typed !== undefined && { typed }),
      })
    }
    case 'cleanup':
      return answerCleanup(needs, ask, nameOf(ask), understood.family)
    case 'export':
      return exportAudit(needs, ask, nameOf(ask), understood.period)
    case 'list':
      return list(needs, { ...understood, name: nameOf(ask), page: ask.page ?? 1, ask })
    // Their form is open already, but where Slack was too slow.
    case 'promotion':
    case 'rollback':
      return renderNotOpenedTyped(ask)
    case 'images': {
      const { command, found, unreachable } = understood
      const look = lookOf(command.verb)
      const [only] = found
      if (found.length === 1 && only)
        return answerLook(needs, { look, image: only.image }, ignoredIn(needs.config, command, only))
      return renderMatches(look, {
        name: nameOf(ask),
        text: ask.text,
        target: command.target,
        matches: found.map(one => ({ ...one, accountName: accountName(needs.config, one.image.account) })),
        page: ask.page ?? 1,
        unreachable,
      })
    }
  }
}

/** A change is asked for in a form; where none is open, the card has its button. */
const lookOf = (verb: ImageVerb): LookVerb => (opensForm(verb) ? 'status' : verb)

/** A word beside an image id that is neither part of the image's name nor in the config. */
const ignoredIn = (
  config: Config,
  { rest = [] }: ImageCommand,
  { facts }: FoundImage,
): string | undefined => {
  const [word] = rest
  const isName = word !== undefined && (facts.name ?? '').toLowerCase().includes(word.toLowerCase())
  return word === undefined || rest.length > 1 || isName
    ? undefined
    : notConfiguredHint(word, configuredPlaces(config))
}

const answerSubject = (
  needs: AnswerNeeds,
  ask: AskOf<'command'>,
  { verb, words }: { verb: SubjectVerb; words: string },
): Promise<Message> => {
  switch (verb) {
    case 'watch':
      return answerWatch(needs, ask, { name: nameOf(ask), words })
    case 'mute':
      return answerMute(needs, ask, words)
    case 'muted':
      return answerMuted(needs, ask, words)
  }
}

const answerPlain = async (needs: AnswerNeeds, verb: PlainVerb, ask: AskOf<'command'>): Promise<Message> => {
  switch (verb) {
    case 'help':
      return renderHelp(nameOf(ask))
    case 'watching':
      return answerWatching(needs, ask, nameOf(ask))
    case 'health':
      return health(needs)
    case 'report':
      return answerReport(needs, ask)
  }
}

const answerLook = async (
  needs: AnswerNeeds,
  { look, image, before }: Pick<AskOf<'look'>, 'look' | 'image' | 'before'>,
  notice?: string,
): Promise<Message> => {
  switch (look) {
    case 'status':
      return status(needs, image, notice)
    case 'history':
      return history(needs, image, before)
    case 'entry':
      return historyEntry(needs, image, before)
    case 'uses':
      return uses(needs, image)
    case 'check': {
      const settled = await settle(needs, image)
      return renderNote(
        settled ? '✅' : '⏳',
        settled
          ? `Checked ${code(image.imageId)} in EC2: the card shows the result.`
          : `EC2 shows no change of ${code(image.imageId)} yet.`,
        settled ? undefined : 'amiops checks again every five minutes.',
      )
    }
    case 'details':
      return details(needs, image)
  }
}
