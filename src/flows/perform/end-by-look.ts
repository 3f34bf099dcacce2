import { renderRequestLine } from '../../../blocks/thread-line.ts'
import type { Config } from '../../domain/config.ts'
import { attemptOf } from '../../domain/history.ts'
import type { ImageRef } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { withFailed } from '../../domain/record-request.ts'
import { isOpen, type Request } from '../../domain/request.ts'
import { actingUntilMs } from '../../domain/request-timing.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import type { Sharing } from '../../domain/sharing.ts'
import type { Clock, Images, Ledger, Log } from '../../ports.ts'
import { changeImage, readImage } from '../../stored/change-image.ts'
import type { AnnounceNeeds } from '../announce/needs.ts'
import { addToThreads } from '../cards/add-to-threads.ts'
import { showImage } from '../cards/show.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { showInForm } from './show-in-form.ts'

/** How a look at EC2 ends a request. */

export interface SettleNeeds {
  images: Pick<Images, 'describe' | 'search' | 'sharing' | 'snapshotSharing' | 'recycled'>
  launchability: AnnounceNeeds['launchability']
  ledger: Ledger
  messenger: AnnounceNeeds['messenger']
  config: Config
  clock: Clock
  log: Log
}

/** Another function is carrying it out, and writes the outcome. */
export const isBeingCarriedOut = (request: Request, nowMs: number): boolean =>
  request.state === 'acting' && nowMs < actingUntilMs(request)

/** The error that came instead of EC2's answer. */
export const errorWords = ({ code }: Request): string => (code ? ` (it ended with ${code})` : '')

/** A settled request is not due again: if Slack has no room for its line in the audit channel, it gets one more try here. */
export const recordAndShow = async (needs: SettleNeeds, image: ImageRef, request: Request): Promise<void> => {
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

/** Ends it as failed. @returns whether it is settled. @param sharing who has access now, if the request may have changed that */
export const giveUp = async (
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
