import { renderApprovalOver } from '../../../blocks/decided-card.ts'
import { renderDecided } from '../../../blocks/proposal-notes.ts'
import { hasApproval, type ProposalWithApproval } from '../../domain/proposal.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import type { PerformNeeds } from '../needs.ts'
import { postOnce } from '../steps/post-once.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { replyInForm } from '../steps/reply.ts'
import { notify, quietly } from './notify.ts'
import { attemptOfProposal } from './proposal-attempt.ts'
import { showApproval } from './show-approval.ts'
import { endWaiting } from './waiting.ts'

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/**
 * Expires a proposal that nobody decided.
 *
 * @returns the proposal as it is now: somebody may have decided in time after all
 */
export const expire = async (needs: Needs, proposal: ProposalWithApproval): Promise<ProposalWithApproval> => {
  const taken = await changeProposal(needs.ledger, proposal.id, now =>
    now.state === 'waiting' || now.state === 'open' ? { ...now, state: 'expired' } : undefined,
  )
  if (!taken || !hasApproval(taken.proposal)) return proposal
  if (taken.proposal.state === 'expired') await notifyEnd(needs, taken.proposal)
  else await showApproval(needs, taken.proposal)
  return taken.proposal
}

/**
 * A proposal was declined, withdrawn or has expired: 1 the approval card loses its buttons, the image's card its note 2 history
 * and audit channel 3 the requester's form, the card's thread and direct messages.
 */
export const notifyEnd = async (needs: Needs, proposal: ProposalWithApproval): Promise<void> => {
  // 1 cards
  await endWaiting(needs, proposal)
  await showApproval(needs, proposal)
  if (proposal.approval.isRequesterNotified) return
  // 2 history and audit channel
  await recordAttempt(needs, proposal.image, attemptOfProposal(proposal))
  // 3 form, thread, direct messages
  await sayOver(needs, proposal)
  const undrawn = await deferRetry(replyInForm(needs, proposal, renderDecided(proposal, true)))
  const notified = await notify(needs, proposal, 'decided', isOwn => renderDecided(proposal, isOwn))
  if (undrawn) throw undrawn
  // The schedule tries again.
  if (notified === 'later') return
  await changeProposal(needs.ledger, proposal, now =>
    now.approval && !now.approval.isRequesterNotified
      ? { ...now, approval: { ...now.approval, isRequesterNotified: true } }
      : undefined,
  )
}

/** Says in the card's thread, where the approvers may have been reminded, that no decision is needed any more. */
export const sayOver = async (needs: Needs, proposal: ProposalWithApproval): Promise<void> => {
  const { card } = proposal.approval
  if (!card) return
  await quietly(needs, { proposal: proposal.id }, () =>
    postOnce(needs, {
      key: `approval-over/${proposal.id}`,
      channel: card.channelId,
      message: renderApprovalOver(proposal),
      thread: { ts: card.ts, broadcast: false },
    }),
  )
}
