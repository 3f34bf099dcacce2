import { renderBusy, renderUnreachable } from '../../../blocks/not-possible.ts'
import { renderTooLate } from '../../../blocks/not-taken.ts'
import type { Right } from '../../domain/authorise.ts'
import { sessionOf } from '../../domain/change-session.ts'
import { isOurAccount } from '../../domain/config.ts'
import type { Impact } from '../../domain/impact.ts'
import { approvedProposalOf, type Order } from '../../domain/order.ts'
import { type ImageRecord, withoutWaiting } from '../../domain/record.ts'
import { withoutRequest, withRequest } from '../../domain/record-request.ts'
import { isOpen, type Request } from '../../domain/request.ts'
import { goodUntilMs } from '../../domain/request-timing.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { allOf } from '../../in-parallel.ts'
import { changeImage, changeRecord, readImage } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { type Looked, lookAfresh } from '../steps/look-afresh.ts'
import type { Refusal } from '../steps/refusals.ts'
import { type CheckedOrder, checkOrder, readRight } from './check-order.ts'
import { EC2_SILENT_SEC, isPassing, waitsForRoom } from './passing.ts'
import { requestOf } from './refuse.ts'

/** What an earlier step of the same function has read, so that EC2 is not asked again. */
export interface Seen {
  looked: Extract<Looked, { ok: true }>
  impact: Impact
}

export interface Begun {
  kind: 'go'
  request: Request
  /** With the request in it. */
  record: ImageRecord
  right: Extract<CheckedOrder, { kind: 'go' }>['right']
}

export type Prepared =
  | Begun
  /** Another delivery of the same request has begun it. */
  | { kind: 'begun'; request: Request; record: ImageRecord }
  | Exclude<CheckedOrder, { kind: 'go' }>

/** 1 look at the image, and at the same time 2 who may, open the session of the change, and show that it is queued 3 check the
 * order 4 write the request into the image's record; only one can be open there. */
export const prepare = async (
  needs: PerformNeeds,
  order: Order,
  seen: Seen | undefined,
): Promise<Prepared> => {
  const { ledger, clock } = needs
  const { action, image } = order
  if (clock.nowMs() > goodUntilMs(order))
    return no(
      order.plan
        ? 'AWS or Slack did not answer within the 24 hours of its plan'
        : 'it had waited for too long',
      renderTooLate(action, await readImage(ledger, image)),
    )
  // 1 look 2 who may, the session, and show that it is queued
  const [looked, { right, queued }] = await allOf([
    seen?.looked ?? lookAfresh(needs, image),
    readRightAndShow(needs, order, seen),
  ])
  const isOurs = isOurAccount(needs.config, image.account)
  if (!looked.ok && order.plan && isOurs && isPassing(looked.why))
    throw new RetryLater(EC2_SILENT_SEC, `EC2 could not be asked about ${image.imageId} of a plan.`)
  if (!looked.ok) {
    const { record } = await changeImage(ledger, image, now => {
      const left = withoutQueued(now, order.key, queued?.before)
      return left === now ? undefined : left
    })
    await showRecord(needs, record)
    const message = renderUnreachable(action, image, looked.why)
    return { ...no(`EC2 could not be asked (${looked.why})`, message), outcome: 'failed' }
  }
  const unread = looked.recycleBinUnread
  const cannotTell = order.action === 'restore' && unread !== undefined && !looked.record.recycled
  if (cannotTell && right.allowed && waitsForRoom(order) && isOurs && isPassing(unread))
    throw new RetryLater(EC2_SILENT_SEC, `EC2 did not say whether the Recycle Bin holds ${image.imageId}.`)
  // 3 check the order
  const checked = await checkOrder(needs, order, looked.record, right, seen?.impact)
  const update = (now: ImageRecord): ImageRecord => withoutOwnWaiting(looked.apply(now), order)
  if (checked.kind !== 'go') {
    const { record } = await changeRecord(ledger, looked.before, now =>
      withoutQueued(update(now), order.key, queued?.before),
    )
    await showRecord(needs, record)
    return checked
  }
  // 4 write the request
  const { unshare } = checked
  const request = requestOf({ ...order, ...(unshare && { unshare }) }, looked.record)
  const { record, changed } = await changeRecord(ledger, looked.before, now =>
    isTaken(now, request.key) ? undefined : withQueued(update(now), request),
  )
  const { request: other } = record
  if (!other) throw new Error(`Expected the record of ${image.imageId} to hold a request.`)
  if (changed) return { kind: 'go', request: other, record, right: checked.right }
  if (other.key === request.key) return { kind: 'begun', request: other, record }
  return no('another request was under way', renderBusy(action, record, other))
}

/**
 * Reads the right. If the person has it, the card shows at once who asked, since a look at EC2 may take long. If the image was looked at
 * already, the card is not drawn here: the change follows at once.
 */
const readRightAndShow = async (
  needs: PerformNeeds,
  order: Order,
  seen: Seen | undefined,
): Promise<{ right: Right; queued: Queued | undefined }> => {
  const { ledger, clock, config } = needs
  // Saved first: if the function ends later, the next scan reads this record and updates the card.
  const [, right] = await allOf([
    ledger.saveRecentlyChanged(order.key, [order.image], clock.nowMs()),
    readRight(needs, order),
  ])
  const mayBegin = right.allowed && isOurAccount(config, order.image.account)
  const queued = mayBegin && !seen ? await saveQueued(needs, order) : undefined
  if (queued)
    await allOf([
      showRecord(needs, queued.record),
      // A second person may have to approve it first.
      ...(order.consent || !config.actions[order.action]?.approval
        ? [beginSession(needs, order, queued)]
        : []),
    ])
  return { right, queued }
}

const beginSession = (
  { images }: Pick<PerformNeeds, 'images'>,
  order: Order,
  { record }: Queued,
): Promise<void> => images.beginSession(sessionOf(requestOf(order, record), record.facts))

interface Queued {
  record: ImageRecord
  /** The request that the record had before. */
  before: Request | undefined
}

const no = (reason: string, message: Refusal['message']): Refusal => ({ kind: 'refused', reason, message })

const isTaken = ({ request }: ImageRecord, key: string): boolean =>
  request !== undefined && (request.key === key ? request.state !== 'asked' : isOpen(request))

/** @returns undefined where the card says so already, or another request is under way */
const saveQueued = async ({ ledger }: PerformNeeds, order: Order): Promise<Queued | undefined> => {
  let before: Request | undefined
  const { record, changed } = await changeImage(ledger, order.image, now => {
    before = now.request
    return now.request?.key === order.key || isTaken(now, order.key)
      ? undefined
      : withRequest(withoutOwnWaiting(now, order), requestOf(order, now))
  })
  return changed ? { record, before } : undefined
}

/** Adds what the look found to the queued request; its cards look the same. */
const withQueued = (record: ImageRecord, request: Request): ImageRecord => {
  if (record.request?.key !== request.key) return withRequest(record, request)
  const { otherRequestIds } = record.request
  return { ...record, request: { ...request, ...(otherRequestIds && { otherRequestIds }) } }
}

/** The request is not carried out: its card shows again what it showed before. */
const withoutQueued = (record: ImageRecord, key: string, before: Request | undefined): ImageRecord => {
  if (record.request?.key !== key || record.request.state !== 'asked') return record
  return before && before.key !== key ? withRequest(record, before) : withoutRequest(record)
}

/** Removes the mark of an approved request: the image no longer waits for a decision. */
const withoutOwnWaiting = (record: ImageRecord, { key, action }: Order): ImageRecord => {
  const waiting = record.waiting?.[action]
  return waiting && waiting.proposalId === approvedProposalOf(key) ? withoutWaiting(record, action) : record
}
