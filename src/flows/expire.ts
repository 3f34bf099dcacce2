import { renderReminder } from '../../blocks/approval-card.ts'
import { renderDecided } from '../../blocks/proposal-notes.ts'
import { nextReminderMs } from '../domain/approval.ts'
import { isWaitingProposal, type WaitingProposal } from '../domain/proposal.ts'
import { changeProposal } from './change-proposal.ts'
import type { PerformNeeds } from './perform.ts'
import { postOnce } from './post-once.ts'
import { attemptOfProposal } from './proposal-attempt.ts'
import { recordAttempt } from './record-attempt.ts'
import { reply } from './reply.ts'
import { callsOf, showApproval } from './show-approval.ts'

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
  await recordAttempt(needs, ended.image, attemptOfProposal(ended))
  await reply(needs, { action: ended.action, person: ended.person, place: ended.place }, renderDecided(ended))
  await changeProposal(needs.ledger, ended.id, now =>
    now.approval ? { ...now, approval: { ...now.approval, isOver: true } } : undefined,
  )
}

/** Calls the approvers once more, each time after twice as long; or lets the proposal expire. */
export const remindOrExpire = async (needs: Needs, id: string): Promise<void> => {
  const { ledger, clock, config } = needs
  const found = await ledger.readProposal(id)
  if (!found || !isWaitingProposal(found)) return
  if (found.state === 'expired') return expire(needs, found)
  if (found.state !== 'waiting') return
  const { approval } = found
  const nowMs = clock.nowMs()
  if (nowMs >= approval.expiresAtMs) return expire(needs, found)
  if (nowMs < approval.remindAtMs || !approval.card) return
  const reminded = approval.reminded + 1
  const delivery = await postOnce(needs, {
    key: `reminder/${id}/${reminded}`,
    channel: approval.card.channelId,
    message: renderReminder(found, callsOf(config, found)),
    thread: { ts: approval.card.ts, broadcast: false },
  })
  if (delivery.kind === 'busy') return
  const withinMs = approval.expiresAtMs - approval.askedAtMs
  await changeProposal(ledger, id, now =>
    now.state === 'waiting' && now.approval
      ? {
          ...now,
          approval: { ...now.approval, reminded, remindAtMs: nowMs + nextReminderMs(withinMs, reminded) },
        }
      : undefined,
  )
}
