import { sharingNames } from '../../../blocks/sharing.ts'
import { withSharingConfirmed } from '../../domain/record-request.ts'
import { confirm, isOpen, type Request } from '../../domain/request.ts'
import { type Sharing, sharedWith } from '../../domain/sharing.ts'
import { changeImage, readImage } from '../../stored/change-image.ts'
import { saveLaunches } from '../steps/save-launches.ts'
import { errorWords, giveUp, isBeingCarriedOut, recordAndShow, type SettleNeeds } from './end-by-look.ts'
import { readUndone } from './read-undone.ts'

/** EC2 shows launch permissions with a longer delay than an image's state. */
const SHARED_WITHIN_MS = 5 * 60_000

/** Launch permissions leave the state as it is, so no event ever proves their change: EC2's own list does. */
export const settleSharing = async (needs: SettleNeeds, request: Request): Promise<boolean> => {
  const { images, ledger, clock } = needs
  const { image, action } = request
  const given = await images.sharing(image)
  const { missing, left } = await readUndone(images, request, await readImage(ledger, image), given)
  const sinceMs = clock.nowMs() - (request.actedAtMs ?? request.askedAtMs)
  if (sharedWith(missing) + sharedWith(left) > 0) {
    if (isBeingCarriedOut(request, clock.nowMs()) || sinceMs < SHARED_WITHIN_MS) return false
    const reason = `EC2 shows ${undoneWords(request, missing, left)}${errorWords(request)}. Try again if it is still needed.`
    return giveUp(needs, request, reason, action === 'makePrivate' ? given : undefined)
  }
  const { record } = await changeImage(ledger, image, now =>
    now.request?.key === request.key && isOpen(now.request)
      ? withSharingConfirmed(now, confirm(now.request, clock.nowMs(), 'look'), given)
      : undefined,
  )
  if (record.request?.key !== request.key) return true
  await saveLaunches(needs, record, given)
  await recordAndShow(needs, image, record.request)
  return true
}

const undoneWords = ({ action }: Request, missing: Sharing, left: Sharing): string =>
  action === 'share'
    ? 'that not all have access again'
    : [
        ...(sharedWith(missing) > 0 ? [`no access for ${sharingNames(missing)} yet`] : []),
        ...(sharedWith(left) > 0 ? [`access for ${sharingNames(left)} still`] : []),
      ].join(', and ')
