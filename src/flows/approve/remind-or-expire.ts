import { renderReminder } from '../../../blocks/approval-card.ts'
import { renderTooLate } from '../../../blocks/not-taken.ts'
import { nextReminderMs } from '../../domain/approval.ts'
import { approvedOrderOf } from '../../domain/order.ts'
import {
  type ApprovedEnding,
  hasApproval,
  isAbandoned,
  type ProposalWithApproval,
} from '../../domain/proposal.ts'
import { LOST_OUTCOME } from '../../domain/request.ts'
import { readImage } from '../../stored/change-image.ts'
import { changeProposal } from '../../stored/change-proposal.ts'
import type { PerformNeeds } from '../needs.ts'
import { refuseOrder } from '../perform/refuse.ts'
import { postOnce } from '../steps/post-once.ts'
import { expire, notifyEnd } from './expire.ts'
import { followApproved } from './follow-approved.ts'
import { callsOf, isCardLost, postApproval, repostApproval } from './show-approval.ts'
import { endWaiting } from './waiting.ts'

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** Reminds the approvers, each time after twice as long; lets the proposal expire; or shows the outcome of an approved one. */
export const remindOrExpire = async (needs: Needs, id: string): Promise<void> => {
  const { ledger, clock, config } = needs
  const found = await ledger.readProposal(id)
  if (!found || !hasApproval(found)) return
  if (['expired', 'declined', 'withdrawn'].includes(found.state)) return notifyEnd(needs, found)
  if (found.state === 'approved') {
    await endWaiting(needs, found)
    const isLost = isAbandoned(found, clock.nowMs()) && (await endAbandoned(needs, found)) === 'lost'
    return followApproved(needs, found, isLost ? LOST : undefined)
  }
  // Its function ended before the approvers were asked, and the message was not delivered again.
  if (found.state === 'open') return void (await expire(needs, found))
  if (found.state !== 'waiting') return
  const { approval } = found
  const nowMs = clock.nowMs()
  if (nowMs >= approval.expiresAtMs) return void (await expire(needs, found))
  // Its card was never posted, or the one that was is gone.
  if (!approval.card) return void (await postApproval(needs, found))
  if (nowMs < approval.remindAtMs) return
  const reminded = approval.reminded + 1
  const delivery = await postOnce(needs, {
    key: `reminder/${id}/${reminded}`,
    channel: approval.card.channelId,
    message: renderReminder(found, callsOf(config, found)),
    thread: { ts: approval.card.ts, broadcast: false },
  })
  if (delivery.kind === 'busy') return
  // The new card mentions them, so no reminder is needed.
  if (isCardLost(delivery)) await repostApproval(needs, found, approval.card)
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

/** The outcome of an approved request whose history still has none long after it was due. */
const LOST: ApprovedEnding = { outcome: 'failed', reason: LOST_OUTCOME }

/**
 * Ends an approved request that was not carried out in time, for example during a long outage of EC2, and notifies the requester.
 * `settle` ends a request that had begun.
 *
 * @returns `lost` if it was carried out and its outcome will never be written
 */
const endAbandoned = async (needs: Needs, proposal: ProposalWithApproval): Promise<'lost' | 'ends'> => {
  const order = approvedOrderOf(proposal)
  const claim = await needs.ledger.claimRequest(order.key, needs.clock.nowMs())
  const record = await readImage(needs.ledger, proposal.image)
  if (record.request?.key === order.key) return 'ends'
  if (claim.kind === 'settled' || claim.kind === 'acting') return 'lost'
  const reason = 'It was not carried out in time. Nothing was changed; send a new request.'
  await refuseOrder(needs, order, { kind: 'refused', reason, message: renderTooLate(order.action, record) })
  await needs.ledger.settleRequest(order.key)
  return 'ends'
}
