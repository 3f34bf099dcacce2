import { ACTION_RULES } from '../../domain/actions.ts'
import { isEventState } from '../../domain/fleet.ts'
import { EC2_LAG_MS, type ImageFacts, type ImageRef, isProtected } from '../../domain/image.ts'
import { scanDueAtMs } from '../../domain/image-scan.ts'
import {
  changesSharing,
  isOpen,
  isProvedBy,
  lookEventId,
  mayHaveActed,
  type Request,
} from '../../domain/request.ts'
import { ANSWERS_WITHIN_MS, goodUntilMs } from '../../domain/request-timing.ts'
import { readImage } from '../../stored/change-image.ts'
import { announce } from '../announce/announce.ts'
import { errorWords, giveUp, isBeingCarriedOut, type SettleNeeds } from './end-by-look.ts'
import { UNPROTECTED } from './ending.ts'
import { settleKeep } from './settle-keep.ts'
import { settleRetirement } from './settle-retirement.ts'
import { lookForResult, settleScan } from './settle-scan.ts'
import { settleSharing } from './settle-sharing.ts'

/**
 * Settles a request whose event did not come, by a look at EC2. A change that took effect is announced as seen late. One that did not is
 * given up: an accepted request after an hour, any other after 30 seconds.
 *
 * @returns whether the request is settled now
 */
export const settle = async (needs: SettleNeeds, image: ImageRef): Promise<boolean> => {
  const { images, ledger, clock } = needs
  const record = await readImage(ledger, image)
  const { request } = record
  if (!request || !isOpen(request)) {
    if (scanDueAtMs(record) !== undefined) await lookForResult(needs, image)
    return true
  }
  const nowMs = clock.nowMs()
  if (!mayHaveActed(request) && nowMs < goodUntilMs(request)) return false
  if (!mayHaveActed(request))
    return giveUp(needs, request, 'It was not carried out in time. Nothing was changed. Try again.')

  if (changesSharing(request.action)) return settleSharing(needs, request)
  if (request.action === 'scan') return settleScan(needs, request)
  if (request.action === 'retire') return settleRetirement(needs, request)
  if (request.action === 'keep') return settleKeep(needs, request)
  const live = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
  const state = live?.state ?? 'deregistered'
  if (isEventState(state) && isProvedBy(request, state)) {
    const event = {
      ...image,
      id: lookEventId(request),
      state,
      atMs: nowMs,
      seenLate: true as const,
    }
    await ledger.saveRecentlyChanged(event.id, [image], nowMs)
    const outcomes = await announce(needs, [event])
    return outcomes.get(event.id)?.kind === 'done'
  }
  if (isBeingCarriedOut(request, nowMs)) return false
  const sinceMs = nowMs - (request.actedAtMs ?? request.askedAtMs)
  if (sinceMs < (request.state === 'accepted' ? ANSWERS_WITHIN_MS : EC2_LAG_MS)) return false
  return giveUp(
    needs,
    request,
    `EC2 still shows the image ${live?.state ?? 'gone'}: ${ACTION_RULES[request.action].call} had no effect${errorWords(request)}. Try again if it is still needed.${protectionNote(request, live)}`,
    request.action === 'disable' && live ? await images.sharing(image) : undefined,
  )
}

/** A part that EC2 did change, although the image still exists. */
const protectionNote = ({ options }: Request, live: ImageFacts | undefined): string =>
  options?.unprotect && live && !isProtected(live) ? UNPROTECTED : ''
