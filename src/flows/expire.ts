import { renderDecided } from '../../blocks/proposal-notes.ts'
import { isWaitingProposal, type WaitingProposal } from '../domain/proposal.ts'
import { changeProposal } from './change-proposal.ts'
import type { PerformNeeds } from './perform.ts'
import { attemptOfProposal } from './proposal-attempt.ts'
import { recordAttempt } from './record-attempt.ts'
import { reply } from './reply.ts'
import { showApproval } from './show-approval.ts'
import { endWaiting } from './waiting.ts'

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** Lets a proposal that nobody decided end: its buttons go, and who asked is told. */
export const expire = async (needs: Needs, proposal: WaitingProposal): Promise<void> => {
  const taken = await changeProposal(needs.ledger, proposal.id, now =>
    now.state === 'waiting' ? { ...now, state: 'expired' } : undefined,
  )
  if (!taken || !isWaitingProposal(taken.proposal)) return
  const { proposal: ended } = taken
  await showApproval(needs, ended)
  if (ended.state !== 'expired' || ended.approval.isOver) return
  await endWaiting(needs, ended)
  await recordAttempt(needs, ended.image, attemptOfProposal(ended))
  await reply(needs, { action: ended.action, person: ended.person, place: ended.place }, renderDecided(ended))
  await changeProposal(needs.ledger, ended.id, now =>
    now.approval ? { ...now, approval: { ...now.approval, isOver: true } } : undefined,
  )
}
