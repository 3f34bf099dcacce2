import {
  renderDetails,
  renderHelp,
  renderMatches,
  renderNoMatch,
  renderNoPlace,
  renderOneAtATime,
  renderStatus,
} from '../../../blocks/answers.ts'
import { renderHistory } from '../../../blocks/history.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderNote } from '../../../blocks/note.ts'
import { renderTooLateToAnswer } from '../../../blocks/refusal.ts'
import { code } from '../../../blocks/text.ts'
import { renderUses } from '../../../blocks/uses.ts'
import type { AskOf } from '../../domain/ask.ts'
import { type ImageCommand, parseCommand, USUAL_COMMAND } from '../../domain/command.ts'
import { accountName, type Config, priceOf } from '../../domain/config.ts'
import { historyCursor } from '../../domain/history.ts'
import type { ImageRef } from '../../domain/image.ts'
import { stateOf } from '../../domain/record.ts'
import { GOOD_FOR_MS } from '../../domain/request.ts'
import type { Clock, Images, Ledger, Log, Messenger, Uses } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { settle } from '../perform/settle.ts'
import { gatherImpact } from '../steps/gather.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import { sayPrivately } from '../steps/reply.ts'
import { findImages } from './find-images.ts'
import { type HealthNeeds, health } from './health.ts'
import { suggest, suggestPlace } from './suggest.ts'

export interface AnswerNeeds extends HealthNeeds {
  images: Pick<Images, 'describe' | 'search' | 'sharing' | 'recycled'>
  uses: Uses
  ledger: Ledger
  messenger: Messenger
  config: Config
  clock: Clock
  log: Log
}

const LAST_CHANGES = 5
const HISTORY_SHOWN = 10

/** Answers a question, privately: 1 understand 2 look 3 render 4 reply. Changes nothing in EC2. */
export const answer = async (needs: AnswerNeeds, ask: AskOf<'look'> | AskOf<'command'>): Promise<void> => {
  if (needs.clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS)
    return sayPrivately(needs, ask, renderTooLateToAnswer(ask.kind === 'command' ? ask.text : ask.look))
  const message = ask.kind === 'command' ? await answerCommand(needs, ask) : await answerLook(needs, ask)
  await sayPrivately(needs, ask, message)
}

const answerCommand = async (
  needs: AnswerNeeds,
  { text, command: name = USUAL_COMMAND }: AskOf<'command'>,
): Promise<Message> => {
  const { config } = needs
  const aliases = new Map(config.accounts.flatMap(a => (a.alias ? [[a.alias, a.id] as const] : [])))
  const command = parseCommand(text, aliases)
  switch (command.verb) {
    case 'help':
      return renderHelp(name)
    case 'health':
      return health(needs)
    case 'of-what':
      return renderHelp(name, `🔍 ${code(`${name} ${command.asked}`)} needs an image: its id or its name.`)
    case 'of-many':
      return renderOneAtATime(command.imageIds.map(id => `${name} ${command.asked} ${id}`))
    case 'unknown':
      return renderHelp(
        name,
        `🤔 Unknown command ${code(command.typed, 40)}.${command.nearest ? ` Did you mean ${code(`${name} ${command.nearest}`)}?` : ''}`,
      )
    case 'status':
    case 'history':
    case 'uses':
      return answerOfImage(needs, command, name)
  }
}

const answerOfImage = async (needs: AnswerNeeds, command: ImageCommand, name: string): Promise<Message> => {
  const { config } = needs
  const { found, places, unreachable } = await findImages(needs, command)
  if (places.length === 0) return renderNoPlace(suggestPlace(config, command, name))
  const [only] = found
  if (found.length === 1 && only) return answerLook(needs, { look: command.verb, image: only.image })
  if (found.length === 0) {
    const meant = await suggest(needs, command, name, places)
    const where = places.map(place => `${accountName(config, place.account)} ${place.region}`)
    return renderNoMatch(command.target, where, unreachable, meant)
  }
  const matches = found.map(({ image, facts }) => ({
    image,
    facts,
    accountName: accountName(config, image.account),
  }))
  return renderMatches(command.verb, command.target, matches, unreachable)
}

/** The card of one image, live from EC2, with its last changes. The record is not written: asking changes nothing. */
const status = async (needs: AnswerNeeds, image: ImageRef): Promise<Message> => {
  const { ledger, config } = needs
  const history = await ledger.readHistory(image, LAST_CHANGES)
  const view = { accountName: accountName(config, image.account), style: 'mention' as const }
  const looked = await lookAfresh(needs, image)
  if (looked.ok) return renderStatus({ ...view, record: looked.record }, history)
  const notice = 'EC2 could not be asked just now: this is what amiops last knew.'
  return renderStatus({ ...view, record: await readImage(ledger, image), notice }, history)
}

/** One page, and where the next, older one begins. */
const history = async ({ ledger }: AnswerNeeds, image: ImageRef, before?: string): Promise<Message> => {
  const found = await ledger.readHistory(image, HISTORY_SHOWN + 1, before)
  const shown = found.slice(0, HISTORY_SHOWN)
  const last = shown.at(-1)
  return renderHistory(await readImage(ledger, image), shown, {
    isFirst: before === undefined,
    ...(found.length > HISTORY_SHOWN && last && { before: historyCursor(last) }),
  })
}

/** What would break without it: read now, and nothing is meant by it. */
const uses = async (needs: AnswerNeeds, image: ImageRef): Promise<Message> => {
  const { config, clock } = needs
  const looked = await lookAfresh(needs, image)
  if (!looked.ok)
    return renderNote('⚠️', `EC2 could not be asked who uses ${code(image.imageId)}. Ask again in a minute.`)
  const { facts } = looked.record
  if (!facts || stateOf(looked.record) === 'deregistered')
    return renderNote(
      '🔍',
      `${code(image.imageId)} is gone from EC2, so who used it can no longer be looked up.`,
      'Its history keeps what was known when it was changed.',
    )
  return renderUses({
    image,
    facts,
    impact: await gatherImpact(needs.uses, image, facts),
    accountName: accountName(config, image.account),
    pricePerGiB: priceOf(config, image.region),
    nowMs: clock.nowMs(),
  })
}

const answerLook = async (
  needs: AnswerNeeds,
  { look, image, before }: Pick<AskOf<'look'>, 'look' | 'image' | 'before'>,
): Promise<Message> => {
  const { images, ledger } = needs
  switch (look) {
    case 'status':
      return status(needs, image)
    case 'history':
      return history(needs, image, before)
    case 'uses':
      return uses(needs, image)
    case 'check': {
      const settled = await settle(needs, image)
      return renderNote(
        settled ? '✅' : '⏳',
        settled
          ? `EC2 was asked about ${code(image.imageId)}: the card shows the answer.`
          : `EC2 shows no change of ${code(image.imageId)} yet.`,
        settled ? undefined : 'amiops looks again by itself every five minutes.',
      )
    }
    case 'details': {
      const { account, region, imageId } = image
      const live = (await images.describe(account, region, [imageId])).get(imageId)
      return renderDetails(image, live ?? (await readImage(ledger, image)).facts)
    }
  }
}
