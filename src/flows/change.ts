import type { Message } from '../../blocks/message.ts'
import { renderLost } from '../../blocks/not-taken.ts'
import { renderOutcome } from '../../blocks/outcome.ts'
import { slashCommandOf } from '../domain/command.ts'
import { isAnsweredElsewhere, type Order } from '../domain/order.ts'
import type { ImageRecord } from '../domain/record.ts'
import { LOST_OUTCOME, type Request } from '../domain/request.ts'
import { deferRetry } from '../domain/retry-later.ts'
import type { RequestClaim } from '../ports.ts'
import { readImage } from '../stored/change-image.ts'
import { proposeAtOnce, showWaiting } from './approve/ask-second-person.ts'
import type { PerformNeeds } from './needs.ts'
import { carryOut } from './perform/carry-out.ts'
import { prepare, type Seen } from './perform/prepare.ts'
import { attemptOfRefused, leaveImage, refuseOrder } from './perform/refuse.ts'
import { resume } from './perform/resume.ts'
import { recordAttempt } from './steps/record-attempt.ts'
import { reply, replyInForm } from './steps/reply.ts'

/**
 * Changes an image, as a click, a form or an approval asks: 1 claim it 2 continue from where it is 3 settle it. EC2's answer is shown as
 * "accepted"; only the event, or a later look, confirms that the change took effect.
 *
 * @param seen what an earlier step of the same function has read already
 * @returns the request as it ended; undefined where this call did not carry it out
 */
export const change = async (
  needs: PerformNeeds,
  order: Order,
  seen?: Seen,
): Promise<Request | undefined> => {
  // 1 claim
  const claim = await needs.ledger.claimRequest(order.key, needs.clock.nowMs())
  if (claim.kind === 'settled') return undefined
  // 2 continue from where it is
  const ended =
    claim.kind === 'new' ? await begin(needs, order, seen) : await continueRequest(needs, order, claim)
  // 3 settle
  await needs.ledger.settleRequest(order.key)
  return ended
}

/** Carries it out, asks a second person, or refuses it. */
const begin = async (needs: PerformNeeds, order: Order, seen?: Seen): Promise<Request | undefined> => {
  const prepared = await prepare(needs, order, seen)
  switch (prepared.kind) {
    case 'go':
      return carryOut(needs, order, prepared)
    case 'begun':
      return resume(needs, order, prepared.request)
    case 'needs approval':
      return void (await proposeAtOnce(needs, prepared))
    case 'refused':
      return void (await refuseOrder(needs, order, prepared))
  }
}

/** An earlier delivery claimed it, and ended before it was settled. */
const continueRequest = async (
  needs: PerformNeeds,
  order: Order,
  claim: RequestClaim,
): Promise<Request | undefined> => {
  const { ledger } = needs
  const record = await readImage(ledger, order.image)
  const { request } = record
  const isOurs = request?.key === order.key
  if (isOurs && request.state !== 'asked') return resume(needs, order, request)
  let ended: Request | undefined
  if (claim.kind === 'refused') await answerAgain(needs, order, claim.message)
  // EC2 may have been called already: no call of this request may be made again.
  else if (claim.kind === 'acting' && !isOurs) await recordLost(needs, record, order)
  else if (!(await isBeforeSecondPerson(needs, order))) ended = await begin(needs, order)
  // The earlier delivery had begun it; this one has refused it or asked a second person.
  if (isOurs) await leaveImage(needs, record, order.key)
  return ended
}

/** The card of an approval, or of a plan, shows the outcome of an order. */
const answerAgain = async (needs: PerformNeeds, order: Order, message: Message): Promise<void> => {
  if (isAnsweredElsewhere(order)) await replyInForm(needs, order, message)
  else await reply(needs, order, message)
}

/** The earlier delivery asked a second person, and may have ended before it answered the requester. */
const isBeforeSecondPerson = async (needs: PerformNeeds, order: Order): Promise<boolean> => {
  const proposal = order.consent ? undefined : await needs.ledger.readProposal(order.key)
  if (!proposal?.approval || proposal.state === 'open') return false
  await showWaiting(needs, proposal, order)
  return true
}

/** The earlier function ended before it could write the outcome, and another request holds the image by now. */
const recordLost = async (needs: PerformNeeds, record: ImageRecord, order: Order): Promise<void> => {
  const { image, key: id, askedAtMs: atMs, action } = order
  const entry = await needs.ledger.readHistoryEntry(image, { id, atMs })
  const isOurs = entry?.kind === 'request' && entry.reason === LOST_OUTCOME
  // The outcome is in the history; only the form may not show it yet.
  if (entry?.kind === 'request' && !isOurs)
    return void (await replyInForm(
      needs,
      order,
      renderOutcome({
        attempt: entry,
        image: record,
        cards: record.cards,
        command: slashCommandOf(needs.config),
      }),
    ))
  const attempt = attemptOfRefused(order, { outcome: 'failed', reason: LOST_OUTCOME })
  const later = await deferRetry(recordAttempt(needs, image, attempt))
  if (!order.plan) await reply(needs, order, renderLost(action, record))
  if (later) throw later
}
