import { createChannelBackoff } from '../../channel-backoff.ts'
import { type Circuit, createCircuit } from '../../circuit.ts'
import { type ActorRoles, isOfActorRole } from '../../domain/actor-role.ts'
import { applyCall, decideAsker, unexplainedInSec } from '../../domain/attribute.ts'
import { type CloudTrailCall, isDateCall, type SharingChange } from '../../domain/cloud-trail-call.ts'
import { decideExposure } from '../../domain/exposure.ts'
import { groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { endAlertsByCall } from '../../domain/record-alerts.ts'
import { needsRefresh } from '../../domain/record-cards.ts'
import type { Person } from '../../domain/request.ts'
import { RetryLater, retryOf } from '../../domain/retry-later.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Images } from '../../ports.ts'
import { changeImage, readImage } from '../../stored/change-image.ts'
import type { Outcome } from '../announce/announce.ts'
import { nameInThreads } from '../cards/name-in-threads.ts'
import { refreshCards } from '../cards/refresh-cards.ts'
import { nameInDigests } from '../digest/name-in-digests.ts'
import type { ShowDigestNeeds } from '../digest/show-digest.ts'
import type { SettleNeeds } from '../perform/end-by-look.ts'
import { lookNow } from '../perform/look-soon.ts'
import { observeDate } from '../retire/observe-date.ts'
import { saveLaunches } from '../steps/save-launches.ts'
import { announceExposure, type ExposureNeeds } from './announce-exposure.ts'
import { announceUnexplained } from './announce-unexplained.ts'
import { nameInAudit } from './name-in-audit.ts'
import { createReadPublicAccess } from './read-public-access.ts'

export type AttributeNeeds = ShowDigestNeeds &
  Pick<ActorRoles, 'actorRoleArn'> &
  SettleNeeds & { images: SettleNeeds['images'] & Pick<Images, 'publicAccess'> }

type WithBackoff = AttributeNeeds & Pick<ExposureNeeds, 'backoff' | 'readPublicAccess'>

/** The newest entries of the history that are searched for the request of a call. */
const LOOK_BACK = 20
/** The same, before a call is said to have none: each call of a request is an entry. */
const LOOK_FURTHER_BACK = 200

/** Of so many images that somebody shared it is looked up who could launch them. */
const LAUNCHES_OF_A_BATCH = 5

/** How many images' calls are named at the same time. */
const IMAGES_AT_ONCE = 24

/** What became of a call, and the record that it was written into; none for amiops's own call. */
interface NamedCall {
  call: CloudTrailCall
  outcome: Outcome
  isHeld: boolean
  record?: ImageRecord
  /** That record, where the call explains its last event. */
  signed?: ImageRecord
}

/**
 * Names who called EC2, from CloudTrail: 1 in the history and the record 2 in the digests 3 on the cards whose state
 * the call explains, and in their threads. Where Slack has no room, the schedule brings both up to date. Nothing is posted but an alert where a call
 * exposed an image (announce-exposure.ts), or where nothing explains a call of amiops's own role (announce-unexplained.ts).
 * Each call succeeds or fails by itself; those of one image are named in AWS's order.
 *
 * @returns the outcome of each call, by its id
 */
export const attribute = async (
  needs: AttributeNeeds,
  calls: readonly CloudTrailCall[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const { ledger, clock, log } = needs
  const unique = [...new Map(calls.map(call => [call.id, call])).values()]
  const named: NamedCall[] = []
  const ask = createCircuit()
  const withBackoff = {
    ...needs,
    backoff: createChannelBackoff(),
    readPublicAccess: createReadPublicAccess(needs),
  }
  await inParallel([...groupBy(unique, imageKey)], IMAGES_AT_ONCE, async ([, list]) => {
    for (const call of list.sort((a, b) => a.atMs - b.atMs))
      named.push(await attributeOne(withBackoff, ask, call))
  })
  const outcomes = new Map(named.map(({ call, outcome }) => [call.id, outcome]))
  const done = named.filter(({ isHeld, outcome }) => isHeld && outcome.kind === 'done')
  const records = new Map(done.flatMap(({ record }) => (record ? [[imageKey(record), record] as const] : [])))
  try {
    await nameInDigests(needs, [...records.values()])
    await ledger.settleEvents(
      done.map(({ call }) => call.id),
      clock.nowMs(),
    )
  } catch (error) {
    const why = String(error)
    log.warn('Calls could not be named in digests now; the queue keeps them.', { calls: done.length, why })
    await inParallel(done, IMAGES_AT_ONCE, ({ call }) => release(needs, call))
    for (const { call } of done) outcomes.set(call.id, { kind: 'again', afterSec: 10, why })
    return outcomes
  }
  await nameInAudit(
    needs,
    named.flatMap(({ signed }) => signed ?? []),
  ).catch(error => log.warn('Names are not in the audit channel.', { why: String(error) }))
  for (const record of sharedOf(done)) records.set(imageKey(record), await saveLaunches(needs, record))
  await showCards(needs, [...records.values()]).catch(error =>
    log.warn('Names are on the cards later.', { images: records.size, why: String(error) }),
  )
  return outcomes
}

/** The images with cards whose launch permissions changed. */
const sharedOf = (named: readonly NamedCall[]): ImageRecord[] =>
  named
    .flatMap(({ call, record }) =>
      call.sharing && call.errorCode === undefined && record && record.cards.length > 0 ? [record] : [],
    )
    .slice(0, LAUNCHES_OF_A_BATCH)

const showCards = async (needs: AttributeNeeds, records: readonly ImageRecord[]): Promise<void> => {
  for (const record of records) {
    const isBusy = needsRefresh(record)
      ? (await refreshCards(needs, record)).kind === 'outdated'
      : (await nameInThreads(needs, record)) !== undefined
    if (isBusy) return
  }
}

const attributeOne = async (needs: WithBackoff, ask: Circuit, call: CloudTrailCall): Promise<NamedCall> => {
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
    const { record, signed } = await name(needs, call)
    return { call, outcome: { kind: 'done' }, isHeld, ...(record && { record }), ...(signed && { signed }) }
  } catch (error) {
    const retry = retryOf(error)
    log.warn('A call could not be named now; the queue keeps it.', { callId: call.id, ...retry })
    if (isHeld) await release(needs, call)
    return { call, outcome: { kind: 'again', ...retry }, isHeld }
  }
}

/** If that fails too, the claim expires by itself. */
const release = async ({ ledger, log }: AttributeNeeds, { id }: CloudTrailCall): Promise<void> => {
  await ledger.releaseEvent(id).catch(() => log.warn('A claim could not be released.', { callId: id }))
}

/** 1 whose call is it 2 history 3 record 4 an alert where it exposed the image, or nothing explains it. amiops's own calls end after 2.
 * @returns the record, where it is somebody else's call */
const name = async (
  needs: WithBackoff,
  call: CloudTrailCall,
): Promise<Pick<NamedCall, 'record' | 'signed'>> => {
  const { ledger, clock, log } = needs
  const { askedBy, isUnexplained } = await findAsker(needs, call)
  const waitSec = isUnexplained ? unexplainedInSec(call, clock.nowMs()) : 0
  if (waitSec > 0) throw new RetryLater(waitSec, `No request explains the call ${call.id} yet.`)
  await ledger.addHistory(call, entryOf(call, askedBy, isUnexplained))
  log.info('A call to EC2 was told by CloudTrail.', {
    callId: call.id,
    call: call.call,
    image: imageKey(call),
    principal: call.principal,
    ...(askedBy && { askedBy: askedBy.userId }),
    ...(call.requestId && { ec2RequestId: call.requestId }),
    ...(call.errorCode && { code: call.errorCode }),
  })
  if (askedBy) {
    // EC2 accepted it; whether it took effect only its event or a look says.
    if (call.errorCode === undefined) await lookNow(needs, call)
    return {}
  }
  let isSigned = false as boolean
  const { record } = await changeImage(ledger, call, now => {
    const applied = applyCall(now, call)
    isSigned = applied !== undefined && applied.rev > now.rev
    return endAlertsByCall(applied ?? now, call) ?? applied
  })
  await observeDateOf(needs, call)
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

/** Who asked amiops for a call, and whether it needs to be explained: a session of the actor role made it, and nobody asked. What EC2 refused
 * changed nothing. */
const findAsker = async (
  needs: AttributeNeeds,
  call: CloudTrailCall,
): Promise<{ askedBy?: Person; isUnexplained: boolean }> => {
  const { ledger } = needs
  const isOurs = isOfActorRole(needs, call.account, call.principal)
  const record = await readImage(ledger, call)
  const look = async (entries: number): Promise<Person | undefined> => {
    const isKnowable = isOurs || call.requestId !== undefined
    const history = isKnowable ? await ledger.readHistory(call, entries) : []
    return decideAsker(record, history, call, isOurs)
  }
  const askedBy = (await look(LOOK_BACK)) ?? (isOurs ? await look(LOOK_FURTHER_BACK) : undefined)
  return {
    ...(askedBy && { askedBy }),
    isUnexplained: isOurs && askedBy === undefined && call.errorCode === undefined,
  }
}

/** Somebody changed the deprecation date, of which AWS sends no event: the call says who, and EC2 to which date. */
const observeDateOf = async (needs: WithBackoff, call: CloudTrailCall): Promise<void> => {
  const { account, region, imageId, atMs, principal } = call
  if (!isDateCall(call)) return
  const facts = (await needs.images.describe(account, region, [imageId])).get(imageId)
  if (facts) await observeDate(needs, { account, region, imageId }, facts, { atMs, principal })
}

/** How many of those whom one call shared an image with are kept in the history. */
const KEPT_SHARES = 50

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
