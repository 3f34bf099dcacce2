import { renderDecided } from '../../../blocks/proposal-notes.ts'
import { hasApproval, type ProposalWithApproval } from '../../domain/proposal.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import type { PerformNeeds } from '../needs.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { reply } from '../steps/reply.ts'
import { attemptOfProposal } from './proposal-attempt.ts'
import { showApproval } from './show-approval.ts'
import { endWaiting } from './waiting.ts'

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** Lets a proposal that nobody decided end. @returns it as it is now: somebody may have decided in time after all */
export const expire = async (needs: Needs, proposal: ProposalWithApproval): Promise<ProposalWithApproval> => {
  const taken = await changeProposal(needs.ledger, proposal.id, now =>
    now.state === 'waiting' || now.state === 'open' ? { ...now, state: 'expired' } : undefined,
  )
  if (!taken || !hasApproval(taken.proposal)) return proposal
  if (taken.proposal.state === 'expired') await notifyEnd(needs, taken.proposal)
  else await showApproval(needs, taken.proposal)
  return taken.proposal
}

/** A proposal has ended: the approval card loses its buttons, the image's card its note, and the requester is notified once. */
export const notifyEnd = async (needs: Needs, proposal: ProposalWithApproval): Promise<void> => {
  const { action, person, place, approval } = proposal
  await endWaiting(needs, proposal)
  await showApproval(needs, proposal)
  if (approval.isRequesterNotified) return
  await recordAttempt(needs, proposal.image, attemptOfProposal(proposal))
  await reply(needs, { action, person, place, isAwaited: false }, renderDecided(proposal))
  await recordRequesterNotified(needs, proposal)
}

/** @returns the proposal as it now is */
export const recordRequesterNotified = async (
  needs: Needs,
  proposal: ProposalWithApproval,
): Promise<ProposalWithApproval> => {
  const noted = await changeProposal(needs.ledger, proposal, now =>
    now.approval && !now.approval.isRequesterNotified
      ? { ...now, approval: { ...now.approval, isRequesterNotified: true } }
      : undefined,
  )
  return noted && hasApproval(noted.proposal) ? noted.proposal : proposal
}
