import { sharingNames } from '../../../blocks/sharing.ts'
import { renderRequestLine } from '../../../blocks/thread-line.ts'
import { ACTION_RULES } from '../../domain/actions.ts'
import type { Config } from '../../domain/config.ts'
import { isEventState } from '../../domain/fleet.ts'
import { attemptOf } from '../../domain/history.ts'
import { EC2_LAG_MS, type ImageFacts, type ImageRef, isProtected } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { withFailed, withSharingConfirmed } from '../../domain/record-request.ts'
import {
  ANSWERS_WITHIN_MS,
  actingUntilMs,
  changesSharing,
  confirm,
  goodUntilMs,
  isOpen,
  isProvedBy,
  lookEventId,
  mayHaveActed,
  type Request,
} from '../../domain/request.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { type Sharing, sharedWith } from '../../domain/sharing.ts'
import type { Clock, Images, Ledger, Log } from '../../ports.ts'
import { changeImage, readImage } from '../../stored/change-image.ts'
import { announce } from '../announce/announce.ts'
import type { AnnounceNeeds } from '../announce/needs.ts'
import { addToThreads } from '../cards/add-to-threads.ts'
import { showImage } from '../cards/show.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { saveLaunches } from '../steps/save-launches.ts'
import { UNPROTECTED } from './ending.ts'
import { readUndone } from './read-undone.ts'
import { showInForm } from './show-in-form.ts'

/** Who may launch an image is shown with a longer lag than its state. */
const SHARED_WITHIN_MS = 5 * 60_000

export interface SettleNeeds {
  images: Pick<Images, 'describe' | 'search' | 'sharing' | 'snapshotSharing' | 'recycled'>
  launchability: AnnounceNeeds['launchability']
  ledger: Ledger
  messenger: AnnounceNeeds['messenger']
  config: Config
  clock: Clock
  log: Log
}

/**
 * Settles a request whose event did not come, by a look at EC2: what became true is announced as seen late. What did not is
 * given up: an accepted request after an hour, any other after 30 seconds.
 *
 * @returns whether the request is settled now
 */
export const settle = async (needs: SettleNeeds, image: ImageRef): Promise<boolean> => {
  const { images, ledger, clock } = needs
  const { request } = await readImage(ledger, image)
  if (!request || !isOpen(request)) return true
  const nowMs = clock.nowMs()
  if (!mayHaveActed(request) && nowMs < goodUntilMs(request)) return false
  if (!mayHaveActed(request))
    return giveUp(needs, request, 'It was not carried out in time. Nothing was changed. Try again.')

  if (changesSharing(request.action)) return settleSharing(needs, request)
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

/** Another function is carrying it out, and writes the outcome. */
const isBeingCarriedOut = (request: Request, nowMs: number): boolean =>
  request.state === 'acting' && nowMs < actingUntilMs(request)

/** The error that came instead of EC2's answer. */
const errorWords = ({ code }: Request): string => (code ? ` (it ended with ${code})` : '')

/** What EC2 did change, though the image is still there. */
const protectionNote = ({ options }: Request, live: ImageFacts | undefined): string =>
  options?.unprotect && live && !isProtected(live) ? UNPROTECTED : ''

/** Launch permissions leave the state as it is, so no event ever proves their change: EC2's own list does. */
const settleSharing = async (needs: SettleNeeds, request: Request): Promise<boolean> => {
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

/** A settled request is not due again: if Slack has no room for its line in the audit channel, it gets one more try here. */
const recordAndShow = async (needs: SettleNeeds, image: ImageRef, request: Request): Promise<void> => {
  const ended = attemptOf(request)
  const later = await deferRetry(recordAttempt(needs, image, ended))
  const { record } = await showImage(needs, image)
  if ((await deferRetry(addRequestLine(needs, record, request))) !== undefined)
    needs.log.warn('A thread had no room for how a request ended; its card shows it.', { request: ended.id })
  const unshown =
    (await deferRetry(showInForm(needs, record, request))) &&
    (await deferRetry(showInForm(needs, record, request)))
  if (unshown) needs.log.warn('Slack had no room to show an outcome in its form.', { request: ended.id })
  if (later && (await deferRetry(recordAttempt(needs, image, ended))))
    needs.log.error('The audit channel had no room for how a request ended; the history has it.', {
      request: ended.id,
    })
}

/** Adds a line to the threads for a change that has no event. */
export const addRequestLine = (needs: SettleNeeds, record: ImageRecord, request: Request): Promise<void> =>
  addToThreads(
    needs,
    record,
    channel => `line/${request.key}/${request.state}/${channel}`,
    renderRequestLine(request),
  )

/** @param sharing who has access now, where it may have been taken away */
const giveUp = async (
  needs: SettleNeeds,
  { key, image }: Request,
  reason: string,
  sharing?: Sharing,
): Promise<boolean> => {
  const { ledger } = needs
  const { request } = await readImage(ledger, image)
  if (request?.key !== key || !isOpen(request)) return true
  const ended: Request = { ...request, state: 'failed', reason }
  // Written first: if the function ends in between, the record is still open.
  await ledger.addHistory(image, attemptOf(ended))
  const { record, changed } = await changeImage(ledger, image, now =>
    now.request?.key === key && isOpen(now.request) ? withFailed(now, ended, sharing) : undefined,
  )
  if (changed) await recordAndShow(needs, image, ended)
  else if (record.request?.key === key) await ledger.addHistory(image, attemptOf(record.request))
  return true
}
