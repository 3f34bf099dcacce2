import { withPrincipal } from '../../domain/cloud-trail-call.ts'
import { GONE_CODES, LOST_SNAPSHOT } from '../../domain/explain-ec2-refusal.ts'
import { attemptOf } from '../../domain/history.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import { withFailed, withRequest } from '../../domain/record-request.ts'
import { withoutRecycleBinState, withRecycleBinState } from '../../domain/recycle-bin-state.ts'
import { isRepeatable, type Request } from '../../domain/request.ts'
import { deferRetry } from '../../domain/retry-later.ts'
import { changeRecord, readImage } from '../../stored/change-image.ts'
import { showEverywhere } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import { recordAttempt } from '../steps/record-attempt.ts'
import { saveRecycleBinState } from '../steps/save-recycle-bin-state.ts'
import { addRequestLine } from './end-by-look.ts'
import { settle } from './settle.ts'
import { showInForm } from './show-in-form.ts'

/**
 * Saves the outcome, then shows it: Slack may be down.
 *
 * @param known the image's record, as it was read or written
 */
export const end = async (
  needs: PerformNeeds,
  known: ImageRecord,
  request: Request,
  ending: Pick<Request, 'state'> & Partial<Request>,
): Promise<Request> => {
  const ended: Request = { ...request, ...ending }
  let { record } = await changeRecord(needs.ledger, known, now => withEnd(now, ended))
  if (ended.code !== undefined && GONE_CODES.includes(ended.code))
    record = await lookAfterRefusal(needs, record)
  // Its event came first: then the Recycle Bin was looked at without knowing which snapshots were deleted with the image.
  if (ended.snapshots && stateOf(record) === 'deregistered') record = await saveRecycleBinState(needs, record)
  const final = record.request?.key === request.key ? record.request : ended
  await finish(needs, record, final)
  return final
}

const withEnd = (now: ImageRecord, ended: Request): ImageRecord | undefined => {
  if (now.request?.key !== ended.key) return undefined
  // EC2 refused this request, so the event that confirmed it belongs to the same change by somebody else.
  if (now.request.state === 'confirmed' && ended.state === 'failed' && ended.code !== undefined)
    return withRequest(withoutAsker(now), ended)
  // The event came before EC2's answer: the request stays confirmed, with what only the answer has.
  if (now.request.state === 'confirmed')
    return ended.state === 'accepted'
      ? withRequest(ended.snapshots ? withoutRecycleBinState(now) : now, { ...ended, ...now.request })
      : undefined
  const left = ended.action === 'restore' ? withoutWay(now, ended.code) : now
  // Now it is known which snapshots were deleted: the Recycle Bin is looked at again.
  const again = ended.snapshots ? withoutRecycleBinState(left) : left
  return ended.state === 'failed' ? withFailed(again, ended) : withRequest(again, ended)
}

/** Removes the requester from the last event: somebody else caused it. */
const withoutAsker = (record: ImageRecord): ImageRecord => {
  if (!record.lastEvent) return record
  const { by: _notThem, ...lastEvent } = record.lastEvent
  return { ...record, lastEvent: withPrincipal(lastEvent, record.calls ?? []) }
}

/** Saves what EC2's refusal to restore says about the Recycle Bin. */
const withoutWay = (record: ImageRecord, code: string | undefined): ImageRecord => {
  // For an image that amiops never saw it is unknown which snapshots it needs: they may be in the Recycle Bin.
  const isSeen = (record.facts?.snapshots.length ?? 0) > 0
  if (code === LOST_SNAPSHOT) return isSeen ? withRecycleBinState(record, 'snapshots') : record
  return code !== undefined && GONE_CODES.includes(code) ? withoutRecycleBinState(record) : record
}

/** EC2 does not know the image any more: its card must not offer what cannot be done. */
const lookAfterRefusal = async (needs: PerformNeeds, known: ImageRecord): Promise<ImageRecord> => {
  const looked = await lookAfresh(needs, known)
  if (!looked.ok) return known
  const { record } = await changeRecord(needs.ledger, looked.before, now => ({
    ...looked.apply(now),
    ...(now.request && { request: now.request }),
  }))
  return record
}

/** 1 history and audit channel 2 a look, where AWS documents no event 3 the cards, their threads, and the form that asked for it. */
export const finish = async (needs: PerformNeeds, known: ImageRecord, request: Request): Promise<void> => {
  // 1 history and audit channel
  const later = await deferRetry(recordAttempt(needs, request.image, attemptOf(request)))
  // 2 a look, where AWS sends no event
  const isProvedByLook = request.state === 'accepted' && (isRepeatable(request) || request.action === 'scan')
  if (isProvedByLook) await settle(needs, request.image)
  // 3 the cards, their threads, and the form
  const now = isProvedByLook ? await readImage(needs.ledger, request.image) : known
  const left =
    request.state === 'failed' ? await deferRetry(addRequestLine(needs, known, request)) : undefined
  await showEverywhere(needs, now)
  const unshown = await deferRetry(
    showInForm(needs, now, now.request?.key === request.key ? now.request : request),
  )
  const again = later ?? left ?? unshown
  if (again) throw again
}
