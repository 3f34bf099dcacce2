import { impactInLine } from '../../../blocks/impact-in-line.ts'
import type { Attempt } from '../../domain/history.ts'
import type { Proposal } from '../../domain/proposal.ts'

const OUTCOME = {
  open: 'asked',
  submitted: 'asked',
  refused: 'refused',
  waiting: 'waiting',
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'withdrawn',
  expired: 'expired',
} as const

/** A proposal as an entry of the history: one entry, written again with each change. */
export const attemptOfProposal = (proposal: Proposal): Attempt => ({
  kind: 'request',
  id: `proposal/${proposal.id}`,
  atMs: proposal.askedAtMs,
  action: proposal.action,
  outcome: OUTCOME[proposal.state],
  by: proposal.person,
  ...(proposal.purpose && { purpose: proposal.purpose }),
  ...(proposal.approval?.comment && { reason: proposal.approval.comment }),
  // Who withdraws is the requester.
  ...(proposal.approval?.decidedBy &&
    proposal.state !== 'withdrawn' && { approvedBy: proposal.approval.decidedBy }),
  ...(proposal.impact && { impactSummary: impactInLine(proposal.impact) }),
})
