import type { Message } from '../../../blocks/message.ts'
import {
  renderGoneForm,
  renderNobodyElse,
  renderWaiting,
  renderWaitsAlready,
} from '../../../blocks/proposal-notes.ts'
import { type ApprovalNeed, approversOf, nextReminderMs } from '../../domain/approval.ts'
import { groupsToRead } from '../../domain/authorise.ts'
import { rolesNamed } from '../../domain/config.ts'
import type { ImageFacts } from '../../domain/image.ts'
import type { Impact } from '../../domain/impact.ts'
import type { Order } from '../../domain/order.ts'
import {
  type Approval,
  hasApproval,
  type Proposal,
  type ProposalWithApproval,
  proposalOf,
} from '../../domain/proposal.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import { showImage } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { readMembers, SHOWN_FRESH_MS } from '../steps/authorise.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { refuse } from '../steps/refuse.ts'
import { type Asked, reply } from '../steps/reply.ts'
import { attemptOfProposal } from './proposal-attempt.ts'
import { callsOf, postApproval, showApproval } from './show-approval.ts'
import { endWaiting, takeWaiting } from './waiting.ts'

/** A click whose action needs an approval, with what is known of its image. */
export interface ClickToApprove {
  order: Order
  need: ApprovalNeed
  facts: ImageFacts | undefined
  impact: Impact | undefined
}

/**
 * Asks a second person: 1 is there one 2 wait 3 post the card 4 answer the requester.
 *
 * @param proposal what will be written
 */
export const askSecondPerson = async (
  needs: PerformNeeds,
  proposal: Proposal,
  need: ApprovalNeed,
  asked: Asked,
): Promise<void> => {
  const { config, ledger, clock } = needs
  const roles = rolesNamed(config, need.roles)
  // 1 is there one
  const membersOf = await readMembers(needs, need.roles, SHOWN_FRESH_MS)
  if (approversOf(roles, proposal.person.userId, membersOf).length === 0) {
    const unread = groupsToRead(config, need.roles).filter(group => !membersOf(group).known)
    await recordAttempt(needs, proposal.image, {
      ...attemptOfProposal(proposal),
      outcome: 'refused',
      reason: 'no other approver was available',
    })
    return refuseProposal(needs, proposal, asked, renderNobodyElse(proposal, unread))
  }
  // 2 wait
  const nowMs = clock.nowMs()
  const approval: Approval = {
    roles: need.roles,
    channel: need.channel,
    askedAtMs: nowMs,
    expiresAtMs: nowMs + need.withinMs,
    reminded: 0,
    remindAtMs: nowMs + nextReminderMs(need.withinMs, 0),
  }
  // Written before the image is taken: if the function ends in between, the schedule finds it.
  await changeProposal(ledger, proposal.id, now => (now.state === 'open' ? { ...now, approval } : undefined))
  const other = await takeWaiting(needs, { ...proposal, approval })
  if (other) {
    const reason = 'the same request was pending already'
    await recordAttempt(needs, proposal.image, { ...attemptOfProposal(proposal), outcome: 'refused', reason })
    return refuseProposal(
      needs,
      proposal,
      asked,
      renderWaitsAlready(proposal, other.waiting, other.permalink),
    )
  }
  const taken = await changeProposal(ledger, proposal.id, now =>
    now.state === 'open' ? { ...proposal, version: now.version, state: 'waiting', approval } : undefined,
  )
  if (taken?.proposal.state === 'waiting') return showWaiting(needs, taken.proposal, asked)
  await endWaiting(needs, proposal)
  // A decision is answered by the function that carries it out; any other end is answered here.
  if (!taken || !hasApproval(taken.proposal)) await reply(needs, asked, renderGoneForm())
}

const refuseProposal = async (
  needs: PerformNeeds,
  proposal: Proposal,
  asked: Asked,
  words: Message,
): Promise<void> => {
  const { id, submittedBy } = proposal
  await changeProposal(needs.ledger, id, now =>
    now.state === 'open' ? { ...now, state: 'refused' } : undefined,
  )
  // An earlier delivery may have marked the image as waiting.
  if (proposal.approval) await endWaiting(needs, proposal)
  await (submittedBy === undefined ? reply(needs, asked, words) : refuse(needs, submittedBy, asked, words))
}

/** Posts the card if it is not posted yet, and answers the requester; a decision may come before that. */
export const showWaiting = async (needs: PerformNeeds, proposal: Proposal, asked: Asked): Promise<void> => {
  if (proposal.state !== 'waiting' || !proposal.approval) return
  const waiting: ProposalWithApproval = { ...proposal, approval: proposal.approval }
  // 3 post the card
  const { config } = needs
  const posted = await postApproval(needs, waiting)
  await showImage(needs, proposal.image)
  const unaudited = await deferRetry(recordAttempt(needs, proposal.image, attemptOfProposal(posted)))
  const now = await needs.ledger.readProposal(proposal.id)
  if (now && hasApproval(now) && now.state !== 'waiting') {
    // Decided meanwhile: the decision stands, in the history too.
    await endWaiting(needs, now)
    await showApproval(needs, now)
    return recordAttempt(needs, proposal.image, attemptOfProposal(now))
  }
  // 4 answer the requester
  const roles = callsOf(config, posted)
  const unanswered = await deferRetry(
    reply(needs, asked, renderWaiting(posted, roles, config.notify.requester)),
  )
  if (unaudited ?? unanswered) throw unaudited ?? unanswered
}

/** A button without a form whose action needs an approval: the request has no reason. */
export const proposeAtOnce = async (
  needs: PerformNeeds,
  { order, facts, impact, need }: ClickToApprove,
): Promise<void> => {
  const proposal = proposalOf(order, {
    submittedBy: order.key,
    ...(facts && { facts }),
    ...(impact && { impact }),
    ...(order.share && { share: order.share }),
  })
  await needs.ledger.saveProposal(proposal)
  await askSecondPerson(needs, proposal, need, order)
}
