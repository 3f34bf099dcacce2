import { applyLook } from '../../domain/apply-look.ts'
import type { ImageRef } from '../../domain/image.ts'
import { withLateScan, withoutEndedScan } from '../../domain/image-scan.ts'
import { withRequest } from '../../domain/record-request.ts'
import { confirm, isOpen, type Request } from '../../domain/request.ts'
import { changeImage } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import { giveUp, isBeingCarriedOut, recordAndShow, type SettleNeeds } from './end-by-look.ts'

/** Without an answer, EC2 may still show its result. */
const SHOWN_WITHIN_MS = 5 * 60_000

/**
 * Amazon Inspector's answer proves that a scan has begun. That ends the request and frees the image for other requests, while the scan
 * takes minutes or hours. If the answer was lost, only a result proves it.
 */
export const settleScan = async (needs: SettleNeeds, request: Request): Promise<boolean> => {
  const { images, ledger, clock } = needs
  const { image } = request
  const nowMs = clock.nowMs()
  if (request.state !== 'accepted') {
    const live = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
    const beganMs = request.actedAtMs ?? request.askedAtMs
    if ((live?.scan?.scannedAtMs ?? 0) < beganMs) {
      if (isBeingCarriedOut(request, nowMs) || nowMs - beganMs < SHOWN_WITHIN_MS) return false
      return giveUp(
        needs,
        request,
        'Amazon Inspector’s answer was lost: a scan may be under way, and its result will be on the card. A second scan would be charged, too.',
      )
    }
  }
  const { record } = await changeImage(ledger, image, now =>
    now.request?.key === request.key && isOpen(now.request)
      ? withoutEndedScan({
          ...withRequest(now, confirm(now.request, nowMs, 'event')),
          scanning: { by: request.person, sinceMs: request.actedAtMs ?? request.askedAtMs },
        })
      : undefined,
  )
  if (record.request?.key === request.key) await recordAndShow(needs, image, record.request)
  return true
}

/** Looks whether a scan is over, in case its event does not come. */
export const lookForResult = async (needs: SettleNeeds, image: ImageRef): Promise<void> => {
  const { images, ledger, clock } = needs
  const facts = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  const { record, changed } = await changeImage(ledger, image, now => {
    const looked = withoutEndedScan(facts ? applyLook(now, facts, clock.nowMs()) : now)
    return looked.scanning ? withLateScan(looked, clock.nowMs()) : looked
  })
  if (changed) await showRecord(needs, record)
}
