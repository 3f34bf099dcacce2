import { impactInLine } from '../../../blocks/impact-in-line.ts'
import { type Attempt, attemptOf, withoutRight } from '../../domain/history.ts'
import { isAnsweredElsewhere, type Order } from '../../domain/order.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { withoutRequest } from '../../domain/record-request.ts'
import { retirementOf } from '../../domain/record-retirement.ts'
import type { Request } from '../../domain/request.ts'
import { inBoth, type Sharing } from '../../domain/sharing.ts'
import { changeRecord } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import type { Refusal } from '../steps/refusals.ts'
import { refuse } from '../steps/refuse.ts'
import { replyInForm } from '../steps/reply.ts'

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** Whom an order shares with: of a plan's Re-share, only those whose permissions are still saved. */
const shareOf = ({ action, share, plan }: Order, record: ImageRecord | undefined): Sharing | undefined => {
  const saved = action === 'share' ? record?.savedPermissions : undefined
  return share && saved && plan ? inBoth(share, saved) : (share ?? saved)
}

/** The request that an order becomes. */
export const requestOf = (order: Order, record?: ImageRecord): Request => {
  const share = shareOf(order, record)
  return {
    key: order.key,
    action: order.action,
    image: order.image,
    person: order.person,
    place: order.place,
    ...(order.viewId !== undefined && { viewId: order.viewId }),
    askedAtMs: order.askedAtMs,
    state: 'asked',
    ...(order.purpose && { purpose: order.purpose }),
    ...(order.options && Object.keys(order.options).length > 0 && { options: order.options }),
    ...(order.consent?.kind === 'approved' && { approvedBy: order.consent.by }),
    ...(order.plan && { plan: order.plan }),
    ...(order.impact && { impactSummary: impactInLine(order.impact) }),
    ...(share && { share }),
    ...(order.unshare && { unshare: order.unshare }),
    ...(order.retirement && {
      retirement: order.retirement,
      ...(record && { previousRetirement: retirementOf(record) }),
    }),
  }
}

/** The history's entry for an order that did not become a request. */
export const attemptOfRefused = (
  order: Order,
  { outcome, reason, isWithoutRight }: Pick<Refusal, 'outcome' | 'reason' | 'isWithoutRight'>,
): Attempt => {
  const attempt = attemptOf({ ...requestOf(order), state: outcome ?? 'refused', reason })
  // The card of an approval, or of a plan, finds the outcome by the request's own id.
  return isWithoutRight && !isAnsweredElsewhere(order) ? withoutRight(attempt) : attempt
}

/**
 * Refuses an order: 1 records the attempt 2 answers the requester. For an approved order the requester is notified as the config says;
 * for an image of a plan, the plan's card shows it. An open form always shows it.
 */
export const refuseOrder = async (needs: Needs, order: Order, refusal: Refusal): Promise<void> => {
  await recordAttempt(needs, order.image, attemptOfRefused(order, refusal))
  if (!isAnsweredElsewhere(order)) return refuse(needs, order.key, order, refusal.message)
  await needs.ledger.saveRefusal(order.key, refusal.message, needs.clock.nowMs())
  await replyInForm(needs, order, refusal.message)
}

/** Frees the image of a request that had begun and is refused after all. */
export const leaveImage = async (needs: Needs, known: ImageRecord, key: string): Promise<void> => {
  const { record, changed } = await changeRecord(needs.ledger, known, now =>
    now.request?.key === key && now.request.state === 'asked' ? withoutRequest(now) : undefined,
  )
  if (changed) await showRecord(needs, record)
}
