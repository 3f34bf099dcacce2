import { renderOutcome } from '../../../blocks/outcome.ts'
import { doneOf } from '../../../blocks/past-words.ts'
import { slashCommandOf } from '../../domain/command.ts'
import { isFinal } from '../../domain/history.ts'
import { approvedOrderOf } from '../../domain/order.ts'
import {
  type ApprovedEnding,
  hasApproval,
  isFollowed,
  type ProposalWithApproval,
} from '../../domain/proposal.ts'
import type { Histories, ImageRecords, RequestClaims } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import { type Notified, type NotifyNeeds, notify } from './notify.ts'
import { type ShowApprovalNeeds, showApproval } from './show-approval.ts'

interface Needs extends ShowApprovalNeeds, NotifyNeeds {
  ledger: ShowApprovalNeeds['ledger'] & NotifyNeeds['ledger'] & Histories & RequestClaims & ImageRecords
  messenger: ShowApprovalNeeds['messenger'] & NotifyNeeds['messenger']
}

/**
 * Shows the outcome of an approved request on its approval card, as the image's history has it.
 *
 * @param otherwise the outcome where the history has none
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
 * Shows an outcome on the approval card, and notifies people of a final one.
 *
 * @throws {RetryLater} when Slack has no room now
 */
export const showEnding = async (
  needs: Needs,
  known: ProposalWithApproval,
  { outcome, reason }: ApprovedEnding,
): Promise<void> => {
  const ending = { outcome, ...(reason && { reason }) }
  await showApproval(needs, withEnding(known, ending))
  // Written only after people are notified: until then the schedule tries again.
  if (isFinal(ending) && (await notifyOutcome(needs, known, ending)) === 'later') return
  const written = await changeProposal(needs.ledger, known, now =>
    hasApproval(now) && !isFollowed(now) ? withEnding(now, ending) : undefined,
  )
  if (!written || !hasApproval(written.proposal)) return
  // Another function may have written and drawn an outcome in between: the card shows the one that was written last.
  const { proposal } = written
  if (proposal.version > known.version + 1 || proposal.approval.ending?.outcome !== outcome)
    await showApproval(needs, proposal)
}

/** A refused request is notified in the words of its refusal. */
const notifyOutcome = async (
  needs: Needs,
  proposal: ProposalWithApproval,
  ending: ApprovedEnding,
): Promise<Notified> => {
  const { ledger } = needs
  const { image, approval } = proposal
  const { decidedBy: approvedBy } = approval
  const attempt = { ...ending, ...doneOf(proposal), ...(approvedBy && { approvedBy }) }
  return notify(needs, proposal, 'outcome', async () => {
    const refusal = ending.outcome === 'refused' && (await ledger.readRefusal(approvedOrderOf(proposal).key))
    const record = await readImage(ledger, image)
    const command = slashCommandOf(needs.config)
    return refusal || renderOutcome({ attempt, image: record, cards: record.cards, command })
  })
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
