import { deprecationWords } from '../../../blocks/retirement-words.ts'
import { callOf } from '../../domain/call-of.ts'
import { withDate } from '../../domain/deprecation.ts'
import { withRetirementConfirmed } from '../../domain/record-retirement.ts'
import { confirm, isOpen, type Request } from '../../domain/request.ts'
import { isSameDate } from '../../domain/retirement.ts'
import { changeDeprecation } from '../../stored/change-deprecation.ts'
import { changeImage } from '../../stored/change-image.ts'
import { errorWords, giveUp, isBeingCarriedOut, recordAndShow, type SettleNeeds } from './end-by-look.ts'

/** EC2's answers lag behind its changes for some seconds. */
const SHOWN_WITHIN_MS = 5 * 60_000

/** A deprecation date leaves the state as it is, and AWS sends no event for it: EC2's description of the image proves it. */
export const settleRetirement = async (needs: SettleNeeds, request: Request): Promise<boolean> => {
  const { images, ledger, clock } = needs
  const { image, retirement = {} } = request
  const live = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  if (!live || !isSameDate(live.deprecatedAtMs, retirement.deprecateAtMs)) {
    const sinceMs = clock.nowMs() - (request.actedAtMs ?? request.askedAtMs)
    if (isBeingCarriedOut(request, clock.nowMs()) || sinceMs < SHOWN_WITHIN_MS) return false
    const shown = live ? deprecationWords(live.deprecatedAtMs, clock.nowMs()) : 'the image gone'
    return giveUp(
      needs,
      request,
      `EC2 still shows ${shown}: ${callOf(request).call} had no effect${errorWords(request)}. Try again if it is still needed.`,
    )
  }
  // Known before the request has ended: no scan takes it for a change from outside.
  await changeDeprecation(ledger, image, now => withDate(now, live.deprecatedAtMs, 'amiops', clock.nowMs()))
  const { record } = await changeImage(ledger, image, now =>
    now.request?.key === request.key && isOpen(now.request)
      ? withRetirementConfirmed(now, confirm(now.request, clock.nowMs(), 'look'), live)
      : undefined,
  )
  if (record.request?.key !== request.key) return true
  await recordAndShow(needs, image, record.request)
  return true
}
