import { renderClosingForm } from '../../../blocks/change-form.ts'
import type { Message } from '../../../blocks/message.ts'
import type { PlanAction } from '../../domain/actions.ts'
import type { Ask } from '../../domain/ask.ts'
import type { Person, SlackPlace } from '../../domain/request.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import type { Delivery, Log, Messenger } from '../../ports.ts'

interface SayNeeds {
  messenger: Pick<Messenger, 'postEphemeral' | 'respond' | 'post'>
  log: Log
}

export interface ReplyNeeds extends SayNeeds {
  messenger: SayNeeds['messenger'] & Pick<Messenger, 'showForm'>
}

export interface Asked {
  action?: PlanAction | undefined
  /** It takes back what an earlier plan did. */
  isUndo?: true
  /** It is about many images. */
  isMany?: boolean
  person: Person
  place: SlackPlace
  /** The form that the person has open. */
  viewId?: string
  /** The answer comes long after they asked. */
  isAwaited?: false
}

/**
 * Answers the person who asked: in their open form, otherwise privately where they asked.
 *
 * @throws {RetryLater} where Slack does not answer: no form stays unfinished
 */
export const reply = async (needs: ReplyNeeds, asked: Asked, message: Message): Promise<void> => {
  if (!(await replyInForm(needs, asked, message))) await sayPrivately(needs, asked, message)
}

/**
 * Shows the final answer in an open form.
 *
 * @returns whether it is shown; false if the person has closed the form, or if there was none
 * @throws {RetryLater} where Slack does not answer: no form stays unfinished
 */
export const replyInForm = async (
  { messenger }: { messenger: Pick<Messenger, 'showForm'> },
  { viewId, action, isUndo, isMany }: Pick<Asked, 'viewId' | 'action' | 'isUndo' | 'isMany'>,
  message: Message,
): Promise<boolean> => {
  if (viewId === undefined) return false
  const shown = await messenger.showForm(
    viewId,
    renderClosingForm(action, message.blocks, { isUndo, isMany }),
  )
  throwIfBusy(shown, 'the form is answered')
  return shown.kind === 'delivered'
}

/**
 * Answers one person privately: 1 by the address that came with the click, which Slack takes for 30 minutes, 2 by an ephemeral message in
 * the channel, 3 by a direct message. An ephemeral message does not reach people who are not in Slack at that time, so a person who does
 * not wait for the answer gets the direct message first. https://docs.slack.dev/reference/methods/chat.postEphemeral
 *
 * @param ask `isAwaited: false` if the answer comes long after the person asked
 * @throws {RetryLater} where Slack does not answer: the queue delivers the work again, so that everybody gets an answer
 */
export const sayPrivately = async (
  { messenger, log }: SayNeeds,
  ask: Pick<Ask, 'place' | 'person'> & { isAwaited?: false },
  message: Message,
): Promise<void> => {
  const { responseUrl, channelId } = ask.place
  const { userId } = ask.person
  const inChannel = channelId ? [() => messenger.postEphemeral(channelId, userId, message)] : []
  const directly = [() => messenger.post(userId, message)]
  const ways: (() => Promise<Delivery>)[] = [
    ...(responseUrl ? [() => messenger.respond(responseUrl, message, false)] : []),
    ...(ask.isAwaited === false ? [...directly, ...inChannel] : [...inChannel, ...directly]),
  ]
  let retryAfterSec: number | undefined
  for (const [at, way] of ways.entries()) {
    // A direct message is for people who can't be reached otherwise. If Slack is busy, the work is done later instead.
    if (at === ways.length - 1 && retryAfterSec !== undefined) break
    const delivery = await way()
    if (delivery.kind === 'delivered') return
    if (delivery.kind === 'busy') retryAfterSec = Math.max(retryAfterSec ?? 0, delivery.retryAfterSec)
    else if (at === ways.length - 1)
      log.warn('A person could not be told privately.', { person: userId, channelId, ...delivery })
  }
  if (retryAfterSec !== undefined) throw new RetryLater(retryAfterSec, `Slack could not tell ${userId} now.`)
}
