import type { Circuit } from '../../circuit.ts'
import type { ActorRoles } from '../../domain/actor-role.ts'
import { applyCall, unexplainedInSec } from '../../domain/attribute.ts'
import { type CloudTrailCall, isDateCall, type SharingChange } from '../../domain/cloud-trail-call.ts'
import { decideExposure } from '../../domain/exposure.ts'
import { KEPT_SHARES } from '../../domain/history.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { endAlertsByCall } from '../../domain/record-alerts.ts'
import type { Person } from '../../domain/request.ts'
import { RetryLater, retryOf } from '../../domain/retry-later.ts'
import { changeImage } from '../../stored/change-image.ts'
import type { Outcome } from '../announce/announce.ts'
import type { SettleNeeds } from '../perform/end-by-look.ts'
import { lookNow } from '../perform/look-soon.ts'
import { observeDate } from '../retire/observe-date.ts'
import { announceExposure, type ExposureNeeds } from './announce-exposure.ts'
import { announceUnexplained } from './announce-unexplained.ts'
import { findAsker } from './find-asker.ts'

export interface AttributeCallNeeds
  extends SettleNeeds,
    Pick<ActorRoles, 'actorRoleArn'>,
    Pick<ExposureNeeds, 'backoff' | 'readPublicAccess'> {}

/** What became of a call, and the record that it was written into; none for amiops's own call. */
export interface NamedCall {
  call: CloudTrailCall
  outcome: Outcome
  /** This function holds the claim of the call, and has to settle or release it. */
  isHeld: boolean
  record?: ImageRecord
  /** That record, where the call explains its last event. */
  signed?: ImageRecord
}

/** Claims a call and names who made it. A call that fails gives its claim back, and comes again from the queue. */
export const attributeCall = async (
  needs: AttributeCallNeeds,
  ask: Circuit,
  call: CloudTrailCall,
): Promise<NamedCall> => {
  const { ledger, clock, log } = needs
  let isHeld = false
  try {
    const claim = await ask(() => ledger.claimEvent(call.id, clock.nowMs()))
    if (claim.kind === 'done') return { call, outcome: { kind: 'done' }, isHeld }
    if (claim.kind === 'busy')
      return {
        call,
        outcome: { kind: 'again', afterSec: 30, why: 'Another function is naming this call.' },
        isHeld,
      }
    isHeld = true
    return { call, outcome: { kind: 'done' }, isHeld, ...(await nameCaller(needs, call)) }
  } catch (error) {
    const retry = retryOf(error)
    log.warn('A call could not be named now; the queue keeps it.', { callId: call.id, ...retry })
    if (isHeld) await releaseCall(needs, call)
    return { call, outcome: { kind: 'again', ...retry }, isHeld }
  }
}

/** Gives the claim of a call back. If that fails too, the claim expires by itself. */
export const releaseCall = async (
  { ledger, log }: Pick<AttributeCallNeeds, 'ledger' | 'log'>,
  { id }: CloudTrailCall,
): Promise<void> => {
  await ledger.releaseEvent(id).catch(() => log.warn('A claim could not be released.', { callId: id }))
}

/** @returns the record, where somebody else than amiops made the call */
const nameCaller = async (
  needs: AttributeCallNeeds,
  call: CloudTrailCall,
): Promise<Pick<NamedCall, 'record' | 'signed'>> => {
  const { ledger, clock, log } = needs
  // 1 Whose call it is.
  const { askedBy, isUnexplained } = await findAsker(needs, call)
  const waitSec = isUnexplained ? unexplainedInSec(call, clock.nowMs()) : 0
  if (waitSec > 0) throw new RetryLater(waitSec, `No request explains the call ${call.id} yet.`)
  // 2 History.
  await ledger.addHistory(call, entryOf(call, askedBy, isUnexplained))
  log.info('CloudTrail reported a call to EC2.', {
    callId: call.id,
    call: call.call,
    image: imageKey(call),
    principal: call.principal,
    ...(askedBy && { askedBy: askedBy.userId }),
    ...(call.requestId && { ec2RequestId: call.requestId }),
    ...(call.errorCode && { code: call.errorCode }),
  })
  if (askedBy) {
    // It is amiops's own. EC2 accepted it; only its event or a look says whether it took effect.
    if (call.errorCode === undefined) await lookNow(needs, call)
    return {}
  }
  // 3 Record.
  let isSigned = false as boolean
  const { record } = await changeImage(ledger, call, now => {
    const applied = applyCall(now, call)
    isSigned = applied !== undefined && applied.rev > now.rev
    return endAlertsByCall(applied ?? now, call) ?? applied
  })
  await observeDateOf(needs, call)
  // 4 An alert, where the call exposed the image, or where nothing explains it.
  const to = decideExposure(needs.config, call)
  const { id, atMs, principal, requestId } = call
  const found = to && { id, atMs, to, principal, ...(requestId && { requestId }) }
  const now = found ? await announceExposure(needs, record, found) : record
  if (isUnexplained)
    await announceUnexplained(needs, now, {
      id,
      call: call.call,
      atMs,
      principal,
      ...(requestId && { requestId }),
    })
  return { record: now, ...(isSigned && { signed: now }) }
}

/** Somebody changed the deprecation date. AWS sends no event for it: the call says who did, and EC2 says which date it is now. */
const observeDateOf = async (needs: AttributeCallNeeds, call: CloudTrailCall): Promise<void> => {
  const { account, region, imageId, atMs, principal } = call
  if (!isDateCall(call)) return
  const facts = (await needs.images.describe(account, region, [imageId])).get(imageId)
  if (facts) await observeDate(needs, { account, region, imageId }, facts, { atMs, principal })
}

const limited = ({ added, removed }: SharingChange): SharingChange => ({
  added: added.slice(0, KEPT_SHARES),
  removed: removed.slice(0, KEPT_SHARES),
})

const entryOf = (call: CloudTrailCall, askedBy: Person | undefined, isUnexplained: boolean) => ({
  kind: 'call' as const,
  id: call.id,
  atMs: call.atMs,
  call: call.call,
  principal: call.principal,
  ...(askedBy && { askedBy }),
  ...(call.requestId && { requestId: call.requestId }),
  ...(call.errorCode && { errorCode: call.errorCode }),
  ...(call.sharing && { sharing: limited(call.sharing) }),
  ...(call.withSnapshots && { withSnapshots: call.withSnapshots }),
  ...(isUnexplained && { isUnexplained: true as const }),
})
