import { isFinal } from '../../domain/history.ts'
import { approvedOrderOf } from '../../domain/order.ts'
import {
  type ApprovedEnding,
  hasApproval,
  isFollowed,
  type ProposalWithApproval,
} from '../../domain/proposal.ts'
import type { Histories } from '../../ports.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import { type ShowApprovalNeeds, showApproval } from './show-approval.ts'

interface Needs extends ShowApprovalNeeds {
  ledger: ShowApprovalNeeds['ledger'] & Histories
}

/**
 * Puts on the card of an approval what the approved request came to, as the image's history has it.
 *
 * @param otherwise what it came to where the history has no end of it
 * @throws {RetryLater} when Slack has no room now
 */
export const followApproved = async (
  needs: Needs,
  { id }: ProposalWithApproval,
  otherwise?: ApprovedEnding,
): Promise<void> => {
  const proposal = await needs.ledger.readProposal(id)
  if (!proposal || !hasApproval(proposal)) return
  const found = await readEnding(needs, proposal)
  const ending = otherwise && !(found && isFinal(found)) ? otherwise : found
  if (!ending) return showApproval(needs, proposal)
  const shown = proposal.approval.ending
  if (shown?.outcome === ending.outcome && shown.reason === ending.reason) return
  await showEnding(needs, proposal, ending)
}

/**
 * Puts an ending on the card of an approval, once it is known.
 * @throws {RetryLater} when Slack has no room now
 */
export const showEnding = async (
  needs: ShowApprovalNeeds,
  known: ProposalWithApproval,
  { outcome, reason }: ApprovedEnding,
): Promise<void> => {
  const ending = { outcome, ...(reason && { reason }) }
  await showApproval(needs, withEnding(known, ending))
  const written = await changeProposal(needs.ledger, known, now =>
    hasApproval(now) && !isFollowed(now) ? withEnding(now, ending) : undefined,
  )
  if (!written || !hasApproval(written.proposal)) return
  // Another function may have written and drawn an ending in between: the card shows what is written last.
  const { proposal } = written
  if (proposal.version > known.version + 1 || proposal.approval.ending?.outcome !== outcome)
    await showApproval(needs, proposal)
}

const withEnding = (proposal: ProposalWithApproval, ending: ApprovedEnding): ProposalWithApproval => ({
  ...proposal,
  approval: { ...proposal.approval, ending },
})

const readEnding = async (
  { ledger }: Needs,
  proposal: ProposalWithApproval,
): Promise<ApprovedEnding | undefined> => {
  const { key: id, askedAtMs: atMs } = approvedOrderOf(proposal)
  const entry = await ledger.readHistoryEntry(proposal.image, { id, atMs })
  if (entry?.kind !== 'request') return undefined
  return { outcome: entry.outcome, ...(entry.reason && { reason: entry.reason }) }
}
