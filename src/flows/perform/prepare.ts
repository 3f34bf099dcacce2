import { renderBusy, renderTooLate, renderUnreachable } from '../../../blocks/refusal.ts'
import type { Impact } from '../../domain/impact.ts'
import { approvedProposalOf, type Order } from '../../domain/order.ts'
import { type ImageRecord, withoutWaiting, withRequest } from '../../domain/record.ts'
import { GOOD_FOR_MS, isOpen, type Request } from '../../domain/request.ts'
import { allOf } from '../../in-parallel.ts'
import { changeRecord, readImage } from '../../stored/change-image.ts'
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

/** 1 look at the image, and who may 2 check the order 3 write the request into the image's record; only one can be open there. */
export const prepare = async (
  needs: PerformNeeds,
  order: Order,
  seen: Seen | undefined,
): Promise<Prepared> => {
  const { ledger, clock } = needs
  const { action, image } = order
  if (clock.nowMs() - order.askedAtMs > GOOD_FOR_MS)
    return no('it had waited for too long', renderTooLate(action, await readImage(ledger, image)))
  // 1 look, and who may
  // A function that dies from here on may leave a card behind that is not true any more.
  const [, looked, right] = await allOf([
    ledger.saveRecentlyChanged(order.key, [image], clock.nowMs()),
    seen?.looked ?? lookAfresh(needs, image),
    readRight(needs, order),
  ])
  if (!looked.ok) {
    const message = renderUnreachable(action, image, looked.why)
    return { ...no(`EC2 could not be asked (${looked.why})`, message), outcome: 'failed' }
  }
  // 2 check the order
  const checked = await checkOrder(needs, order, looked.record, right, seen?.impact)
  const update = (now: ImageRecord): ImageRecord => withoutOwnWaiting(looked.apply(now), order)
  if (checked.kind !== 'go') {
    const { record } = await changeRecord(ledger, looked.before, update)
    await showRecord(needs, record)
    return checked
  }
  // 3 write the request
  const request = requestOf(order, looked.record)
  const { record, changed } = await changeRecord(ledger, looked.before, now =>
    isTaken(now, request.key) ? undefined : withRequest(update(now), request),
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

/** The second person has decided: the image's card says no longer that it waits. */
const withoutOwnWaiting = (record: ImageRecord, { key, action }: Order): ImageRecord => {
  const waiting = record.waiting?.[action]
  return waiting && waiting.proposalId === approvedProposalOf(key) ? withoutWaiting(record, action) : record
}
