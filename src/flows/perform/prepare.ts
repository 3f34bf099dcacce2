import { renderBusy, renderTooLate, renderUnreachable } from '../../../blocks/refusal.ts'
import { isOurAccount } from '../../domain/config.ts'
import type { Impact } from '../../domain/impact.ts'
import { approvedProposalOf, type Order } from '../../domain/order.ts'
import { type ImageRecord, withoutRequest, withoutWaiting, withRequest } from '../../domain/record.ts'
import { GOOD_FOR_MS, isOpen, type Request } from '../../domain/request.ts'
import { allOf } from '../../in-parallel.ts'
import { changeImage, changeRecord, readImage } from '../../stored/change-image.ts'
import { showRecord } from '../cards/show.ts'
import type { PerformNeeds } from '../needs.ts'
import { type Looked, lookAfresh } from '../steps/look-afresh.ts'
import type { Refusal } from '../steps/refusals.ts'
import { type CheckedOrder, checkOrder, readRight } from './check-order.ts'
import { requestOf } from './refuse.ts'

/** What an earlier step of the same function saw a moment ago, so that EC2 is not asked again. */
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

/** 1 who may 2 show that it is queued, and look at the image 3 check the order 4 write the request into the image's record; only
 * one can be open there. */
export const prepare = async (
  needs: PerformNeeds,
  order: Order,
  seen: Seen | undefined,
): Promise<Prepared> => {
  const { ledger, clock } = needs
  const { action, image } = order
  if (clock.nowMs() - order.askedAtMs > GOOD_FOR_MS)
    return no('it had waited for too long', renderTooLate(action, await readImage(ledger, image)))
  // 1 who may
  // A function that dies from here on may leave a card behind that is not true any more.
  const [, right] = await allOf([
    ledger.saveRecentlyChanged(order.key, [image], clock.nowMs()),
    readRight(needs, order),
  ])
  // 2 show that it is queued, and look
  const mayBegin = right.allowed && isOurAccount(needs.config, image.account)
  const queued = mayBegin ? await saveQueued(needs, order) : undefined
  const [looked] = await allOf([
    seen?.looked ?? lookAfresh(needs, image),
    queued && showRecord(needs, queued.record),
  ])
  if (!looked.ok) {
    const { record } = await changeImage(ledger, image, now => {
      const left = withoutQueued(now, order.key, queued?.before)
      return left === now ? undefined : left
    })
    await showRecord(needs, record)
    const message = renderUnreachable(action, image, looked.why)
    return { ...no(`EC2 could not be asked (${looked.why})`, message), outcome: 'failed' }
  }
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
  const request = requestOf(order, looked.record)
  const { record, changed } = await changeRecord(ledger, looked.before, now =>
    isTaken(now, request.key) ? undefined : withQueued(update(now), request),
  )
  const { request: other } = record
  if (!other) throw new Error(`Expected the record of ${image.imageId} to hold a request.`)
  if (changed) return { kind: 'go', request, record, right: checked.right }
  if (other.key === request.key) return { kind: 'begun', request: other, record }
  return no('another request was under way', renderBusy(action, record, other))
}

const no = (reason: string, message: Refusal['message']): Refusal => ({ kind: 'refused', reason, message })

const isTaken = ({ request }: ImageRecord, key: string): boolean =>
  request !== undefined && (request.key === key ? request.state !== 'asked' : isOpen(request))

/** The card says who asked before the work begins: a look at EC2 may take long. @returns undefined where it does already, or
 * another request is under way */
const saveQueued = async (
  { ledger }: PerformNeeds,
  order: Order,
): Promise<{ record: ImageRecord; before: Request | undefined } | undefined> => {
  let before: Request | undefined
  const { record, changed } = await changeImage(ledger, order.image, now => {
    before = now.request
    return now.request?.key === order.key || isTaken(now, order.key)
      ? undefined
      : withRequest(withoutOwnWaiting(now, order), requestOf(order, now))
  })
  return changed ? { record, before } : undefined
}

/** What is shown as queued already looks the same with what the look adds. */
const withQueued = (record: ImageRecord, request: Request): ImageRecord =>
  record.request?.key === request.key ? { ...record, request } : withRequest(record, request)

/** It is not carried out: the card shows again what it showed before. */
const withoutQueued = (record: ImageRecord, key: string, before: Request | undefined): ImageRecord => {
  if (record.request?.key !== key || record.request.state !== 'asked') return record
  return before && before.key !== key ? withRequest(record, before) : withoutRequest(record)
}

/** The second person has decided: the image's card says no longer that it waits. */
const withoutOwnWaiting = (record: ImageRecord, { key, action }: Order): ImageRecord => {
  const waiting = record.waiting?.[action]
  return waiting && waiting.proposalId === approvedProposalOf(key) ? withoutWaiting(record, action) : record
}
