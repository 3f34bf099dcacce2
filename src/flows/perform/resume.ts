import { noRightWords } from '../../domain/authorise.ts'
import { sessionOf } from '../../domain/change-session.ts'
import type { Order } from '../../domain/order.ts'
import { isRepeatable, type Request } from '../../domain/request.ts'
import { allOf } from '../../in-parallel.ts'
import { readImage } from '../../stored/change-image.ts'
import type { PerformNeeds } from '../needs.ts'
import { act } from './act.ts'
import { askAgain } from './ask-again.ts'
import { readRight, stillMay } from './check-order.ts'
import { endingOf, leftBehind } from './ending.ts'
import { end, finish } from './finish.ts'
import { throttledWords, waitsForRoom } from './passing.ts'

/**
 * Continues a request that an earlier delivery began. EC2 is not called again if a second call could act twice, or if the person has lost
 * the permission.
 */
export const resume = async (needs: PerformNeeds, order: Order, request: Request): Promise<Request> => {
  const record = await readImage(needs.ledger, request.image)
  if (request.state !== 'acting') {
    await finish(needs, record, request)
    return request
  }
  if (!isRepeatable(request)) return end(needs, record, request, leftBehind())
  if (await isBack(needs, request)) return end(needs, record, request, { state: 'accepted' })
  const [right] = await allOf([
    readRight(needs, order),
    needs.images.beginSession(sessionOf(request, record.facts)),
  ])
  if (!right.allowed) return end(needs, record, request, leftBehind(noRightWords(right)))
  const whyNotNow = stillMay(needs, order, right)
  const why = await whyNotNow()
  if (why !== undefined) return end(needs, record, request, leftBehind(why))
  const acted = await act(needs, request, record, () => whyNotNow())
  const again = waitsForRoom(order) ? throttledWords(acted, request) : undefined
  if (again !== undefined)
    await askAgain(needs, record, request, { requestIds: acted.requestIds, why: again })
  return end(needs, record, request, endingOf(request, acted))
}

/** EC2 refuses to restore an image that is back already. */
const isBack = async ({ images }: PerformNeeds, { action, image }: Request): Promise<boolean> =>
  action === 'restore' &&
  (await images.describe(image.account, image.region, [image.imageId])).has(image.imageId)
