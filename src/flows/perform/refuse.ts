import { impactInLine } from '../../../blocks/impact.ts'
import type { Message } from '../../../blocks/message.ts'
import { attemptOf } from '../../domain/history.ts'
import type { Order } from '../../domain/order.ts'
import { type ImageRecord, withoutRequest } from '../../domain/record.ts'
import type { Request, RequestState } from '../../domain/request.ts'
import { showImage } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { changeImage } from '../steps/change-image.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { reply } from '../steps/reply.ts'

type Needs = Pick<PerformNeeds, 'ledger' | 'messenger' | 'config' | 'clock' | 'log'>

/** The request that an order becomes. */
export const requestOf = (order: Order, record?: ImageRecord): Request => {
  const share = order.action === 'share' ? (order.share ?? record?.kept) : undefined
  return {
    key: order.key,
    action: order.action,
    image: order.image,
    person: order.person,
    place: order.place,
    askedAtMs: order.askedAtMs,
    state: 'asked',
    ...(order.purpose && { purpose: order.purpose }),
    ...(order.options && Object.keys(order.options).length > 0 && { options: order.options }),
    ...(order.consent?.kind === 'approved' && { approvedBy: order.consent.by }),
    ...(order.impact && { facts: impactInLine(order.impact) }),
    ...(share && { share }),
  }
}

/** What did not even become a request is history too. */
export const note = (needs: Needs, order: Order, state: RequestState, reason: string): Promise<void> =>
  recordAttempt(needs, order.image, attemptOf({ ...requestOf(order), state, reason }))

/** A request that was begun and is refused after all does not hold the image any longer. */
export const leaveImage = async (needs: Needs, { key, image }: Order): Promise<void> => {
  const { changed } = await changeImage(needs.ledger, image, now =>
    now.request?.key === key && now.request.state === 'asked' ? withoutRequest(now) : undefined,
  )
  if (changed) await showImage(needs, image)
}

/** Not carried out: first written down, then told to who asked. */
export const refuse = async (needs: Needs, order: Order, reason: string, message: Message): Promise<void> => {
  await note(needs, order, 'refused', reason)
  await needs.ledger.saveRefusal(order.key, message, needs.clock.nowMs())
  await reply(needs, order, message)
}
