import { renderDecisionTooLate } from '../../../blocks/not-taken.ts'
import { renderDecided, renderGoneForm, renderLookAgain } from '../../../blocks/proposal-notes.ts'
import type { AskOf } from '../../domain/ask.ts'
import { isStillFresh } from '../../domain/authorise.ts'
import { sessionOf } from '../../domain/change-session.ts'
import { rolesNamed } from '../../domain/config.ts'
import { attemptOf, withoutRight } from '../../domain/history.ts'
import { approvedOrderOf } from '../../domain/order.ts'
import { agreedBeforeSeeing, hasApproval, type ProposalWithApproval } from '../../domain/proposal.ts'
import { GOOD_FOR_MS } from '../../domain/request-timing.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { allOf } from '../../in-parallel.ts'
import { readImage } from '../../stored/change-image.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import { change } from '../change.ts'
import type { PerformNeeds } from '../needs.ts'
import type { Seen } from '../perform/prepare.ts'
import { requestOf } from '../perform/refuse.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { reply, replyInForm } from '../steps/reply.ts'
import { expire, notifyEnd, sayOver } from './expire.ts'
import { followApproved, showEnding } from './follow-approved.ts'
import { lookBeforeDecision } from './look-before-decision.ts'
import { attemptOfProposal } from './proposal-attempt.ts'
import { readRightToDecide, refuseDecision, refusedDecision, whyNotTheirs } from './right-to-decide.ts'
import { showApproval } from './show-approval.ts'
import { endWaiting } from './waiting.ts'

/** An approver approves or declines a request, or the requester withdraws it. */
export const decide = async (needs: PerformNeeds, ask: AskOf<'decide'>): Promise<void> => {
  const { ledger, config, clock } = needs
  const found = await ledger.readProposal(ask.proposalId)
  if (!found || !hasApproval(found)) return reply(needs, ask, renderGoneForm())
  const { action, approval } = found
  const asked = { ...ask, action }
  // The same decision, delivered again: it counts, also if the permission has ended since.
  if (approval.decision === ask.key) return continueDecision(needs, found, ask)
  const refusal = await ledger.readRefusal(ask.key)
  if (refusal) return reply(needs, asked, refusal)
  // 1 May this person decide?
  const notTheirs = whyNotTheirs(found, ask, rolesNamed(config, approval.roles))
  if (notTheirs) {
    const attempt = refusedDecision(action, ask, notTheirs.reason)
    await recordAttempt(needs, found.image, withoutRight(attempt))
    return reply(needs, asked, notTheirs.message)
  }
  const right = await readRightToDecide(needs, found, ask)
  if (!right.allowed) return refuseDecision(needs, found, ask, right)

  // 2 Is it still waiting?
  if (found.state !== 'waiting') {
    await showApproval(needs, found)
    return reply(needs, asked, renderDecided(found))
  }
  const tooLate = async (): Promise<void> => reply(needs, asked, renderDecided(await expire(needs, found)))
  if (clock.nowMs() >= approval.expiresAtMs) return tooLate()
  if (clock.nowMs() - ask.askedAtMs > GOOD_FOR_MS)
    return reply(needs, asked, renderDecisionTooLate(action, await readImage(ledger, found.image)))
  // 3 The facts again: a higher risk is shown, and has to be approved once more.
  const seen = ask.decision === 'approve' ? await lookAndBeginSession(needs, found, ask) : undefined
  if (seen === 'stop') return
  // Looking at the image takes time: the permission may have ended meanwhile.
  const now = isStillFresh(right, clock.nowMs()) ? right : await readRightToDecide(needs, found, ask)
  if (!now.allowed) return refuseDecision(needs, found, ask, now)

  // 4 Decide, once.
  const taken = await changeProposal(ledger, found, now =>
    now.state === 'waiting' &&
    hasApproval(now) &&
    clock.nowMs() < now.approval.expiresAtMs &&
    !(ask.decision === 'approve' && agreedBeforeSeeing(now, ask))
      ? withDecision(now, ask)
      : undefined,
  )
  if (!taken || !hasApproval(taken.proposal)) return reply(needs, asked, renderGoneForm())
  if (taken.proposal.state === 'waiting' && clock.nowMs() >= approval.expiresAtMs) return tooLate()
  if (taken.proposal.state === 'waiting') return reply(needs, asked, renderLookAgain(taken.proposal))
  // DynamoDB's client may have retried a write that had succeeded: then the decision in the ledger is this one.
  if (taken.proposal.approval.decision === ask.key) return continueDecision(needs, taken.proposal, ask, seen)
  await showApproval(needs, taken.proposal)
  await reply(needs, asked, renderDecided(taken.proposal))
}

/** Opens the session of the change while the image is looked at, so that the change does not wait for it. */
const lookAndBeginSession = async (
  needs: PerformNeeds,
  found: ProposalWithApproval,
  ask: AskOf<'decide'>,
): Promise<Seen | undefined | 'stop'> => {
  const order = approvedOrderOf(withDecision(found, ask))
  const [seen] = await allOf([
    lookBeforeDecision(needs, found, ask),
    needs.images.beginSession(sessionOf(requestOf(order), found.facts)),
  ])
  return seen
}

/** Continues a decision that is written; also after its function ended and the decision was delivered again. */
const continueDecision = async (
  needs: PerformNeeds,
  proposal: ProposalWithApproval,
  ask: AskOf<'decide'>,
  seen?: Seen,
): Promise<void> => {
  if (proposal.state !== 'approved') {
    const unanswered = await deferRetry(
      replyInForm(needs, { ...ask, action: proposal.action }, renderDecided(proposal)),
    )
    await notifyEnd(needs, proposal)
    if (unanswered) throw unanswered
    return
  }
  // 5 Show and notify. A busy Slack does not delay what was approved; the schedule updates the card.
  const [, later] = await allOf([
    deferRetry(showApproval(needs, proposal)),
    deferRetry(recordAttempt(needs, proposal.image, attemptOfProposal(proposal))),
    sayOver(needs, proposal),
  ])
  // 6 Carry out what was approved.
  const ended = await change(needs, approvedOrderOf(proposal), seen)
  if (!ended) await endWaiting(needs, proposal)
  await deferRetry(ended ? showEnding(needs, proposal, attemptOf(ended)) : followApproved(needs, proposal))
  if (later) throw later
}

const STATES = { approve: 'approved', decline: 'declined', withdraw: 'withdrawn' } as const

const withDecision = (proposal: ProposalWithApproval, ask: AskOf<'decide'>): ProposalWithApproval => ({
  ...proposal,
  state: STATES[ask.decision],
  approval: {
    ...proposal.approval,
    decision: ask.key,
    decidedBy: ask.person,
    decidedAtMs: ask.askedAtMs,
    ...(ask.comment && { comment: ask.comment }),
  },
})
