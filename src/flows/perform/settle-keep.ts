import { endOfDayMs, KEEP_TAG } from '../../domain/keep.ts'
import { withRequest } from '../../domain/record-request.ts'
import { confirm, isOpen, type Request } from '../../domain/request.ts'
import { changeImage } from '../../stored/change-image.ts'
import { errorWords, giveUp, isBeingCarriedOut, recordAndShow, type SettleNeeds } from './end-by-look.ts'

/** EC2's answers lag behind its changes for some seconds. */
const SHOWN_WITHIN_MS = 5 * 60_000

/** A tag leaves the state as it is: EC2's description of the image proves it. Then the ledger saves it, too, for lists. */
export const settleKeep = async (needs: SettleNeeds, request: Request): Promise<boolean> => {
  const { images, ledger, clock } = needs
  const { image, person, options } = request
  const until = options?.keepUntil ?? ''
  const live = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  if (live?.tags[KEEP_TAG] !== until) {
    const sinceMs = clock.nowMs() - (request.actedAtMs ?? request.askedAtMs)
    if (isBeingCarriedOut(request, clock.nowMs()) || sinceMs < SHOWN_WITHIN_MS) return false
    return giveUp(
      needs,
      request,
      `EC2 does not show the tag ${KEEP_TAG}: CreateTags had no effect${errorWords(request)}. Try again if it is still needed.`,
    )
  }
  await ledger.saveKeep({ image, untilMs: endOfDayMs(until) ?? 0, by: person, atMs: clock.nowMs() })
  const { record } = await changeImage(ledger, image, now =>
    now.request?.key === request.key && isOpen(now.request)
      ? withRequest({ ...now, facts: live }, confirm(now.request, clock.nowMs(), 'look'))
      : undefined,
  )
  if (record.request?.key === request.key) await recordAndShow(needs, image, record.request)
  return true
}
