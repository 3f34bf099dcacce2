import { renderGoneState, renderUnreachable } from '../../../blocks/not-possible.ts'
import { renderLookAgain } from '../../../blocks/proposal-notes.ts'
import type { AskOf } from '../../domain/ask.ts'
import { isPossible } from '../../domain/available-actions.ts'
import { slashCommandOf } from '../../domain/command.ts'
import {
  agreedBeforeSeeing,
  hasApproval,
  type ProposalWithApproval,
  withRiskIncrease,
} from '../../domain/proposal.ts'
import { riskIncreaseFor } from '../../domain/risk-increase.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import type { PerformNeeds } from '../needs.ts'
import type { Seen } from '../perform/prepare.ts'
import { lookWithImpact } from '../steps/gather.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import { refuse } from '../steps/refuse.ts'
import { reply } from '../steps/reply.ts'
import { showApproval } from './show-approval.ts'

/** A time later than any approval, so that an approval counts only once the card shows the higher risk. */
const NOT_SHOWN_YET = Number.MAX_SAFE_INTEGER

/**
 * Shows facts that got worse since the request on the approval card. The approver has to approve once more.
 *
 * @returns what was seen; undefined where there was nothing to look at; `stop` where this approval does not count
 */
export const lookBeforeDecision = async (
  needs: PerformNeeds,
  proposal: ProposalWithApproval,
  ask: AskOf<'decide'>,
): Promise<Seen | undefined | 'stop'> => {
  const { action, image } = proposal
  const before = proposal.facts
  const { looked, impact } = before
    ? await lookWithImpact(needs, image, before)
    : { looked: await lookAfresh(needs, image), impact: undefined }
  if (!looked.ok) {
    await refuse(needs, ask.key, { ...ask, action }, renderUnreachable(action, image, looked.why))
    return 'stop'
  }
  const { facts } = looked.record
  if (!isPossible(action, looked.record)) {
    // The action is not possible any more: the decision ends the proposal, and carrying it out is refused.
    await reply(
      needs,
      { ...ask, action },
      renderGoneState(action, looked.record, slashCommandOf(needs.config)),
    )
    return undefined
  }
  if (!proposal.impact || !facts || !impact) return undefined
  const worse = riskIncreaseFor(action, proposal.impact, impact)
  if (worse.length === 0 && !agreedBeforeSeeing(proposal, ask)) return { looked, impact }
  const noted = await changeProposal(needs.ledger, proposal, now =>
    now.state === 'waiting'
      ? withRiskIncrease({ ...now, impact, facts }, worse, ask.key, NOT_SHOWN_YET)
      : undefined,
  )
  if (noted && hasApproval(noted.proposal)) await showApproval(needs, noted.proposal)
  await changeProposal(needs.ledger, proposal.id, now =>
    now.state === 'waiting' && now.riskIncrease
      ? { ...now, riskIncrease: { ...now.riskIncrease, atMs: needs.clock.nowMs() } }
      : undefined,
  )
  await reply(needs, { ...ask, action }, renderLookAgain(proposal))
  return 'stop'
}
