import { applyCall, decideAsker } from '../domain/attribute.ts'
import { groupBy } from '../domain/group-by.ts'
import { imageKey } from '../domain/image.ts'
import { Later } from '../domain/later.ts'
import { type ImageRecord, isStale, needsBin } from '../domain/record.ts'
import type { Person } from '../domain/request.ts'
import type { TrailCall } from '../domain/trail.ts'
import type { Images, Ledger } from '../ports.ts'
import type { Outcome } from './announce.ts'
import { changeImage, readImage } from './change-image.ts'
import { inParallel } from './in-parallel.ts'
import { nameInDigests } from './name-in-digests.ts'
import { noteBin } from './note-bin.ts'
import { showImage } from './show.ts'
import type { ShowDigestNeeds } from './show-digest.ts'

export interface AttributeNeeds extends ShowDigestNeeds {
  images: Pick<Images, 'recycled'>
  ledger: Ledger
}

/** So many of an image's last entries may hold the request that a call was made for. */
const LOOK_BACK = 20

/** How many images' calls are named at the same time. */
const IMAGES_AT_ONCE = 24

/**
 * Names who called EC2, as CloudTrail tells it: 1 in the history and the record 2 on the cards whose state the call explains
 * 3 on the digests. Where Slack has no room, the schedule brings the cards up to date. Nothing is posted and nobody is
 * pinged. Each call succeeds or fails by itself; those of one image are named in AWS's order.
 *
 * @returns the outcome of each call, by its id
 */
export const attribute = async (
  needs: AttributeNeeds,
  calls: readonly TrailCall[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const outcomes = new Map<string, Outcome>()
  const named = new Map<string, ImageRecord>()
  const unique = [...new Map(calls.map(call => [call.id, call])).values()]
  await inParallel([...groupBy(unique, imageKey)], IMAGES_AT_ONCE, async ([key, list]) => {
    for (const call of list.sort((a, b) => a.atMs - b.atMs))
      outcomes.set(call.id, await attributeOne(needs, call, record => named.set(key, record)))
  })
  await show(needs, [...named.values()]).catch(error =>
    needs.log.warn('Names were kept and are shown later.', { images: named.size, why: String(error) }),
  )
  return outcomes
}

const show = async (needs: AttributeNeeds, records: readonly ImageRecord[]): Promise<void> => {
  await nameInDigests(needs, records)
  for (const record of records.filter(isStale)) {
    // What a burst took away got no look of its own.
    if (needsBin(record)) await noteBin(needs, record)
    if ((await showImage(needs, record)).kind === 'stale') return
  }
}

const attributeOne = async (
  needs: AttributeNeeds,
  call: TrailCall,
  keep: (record: ImageRecord) => void,
): Promise<Outcome> => {
  const { ledger, clock, log } = needs
  const facts = { callId: call.id, call: call.call, image: imageKey(call) }
  let held = false
  try {
    const claim = await ledger.claimEvent(call.id, clock.nowMs())
    if (claim.kind === 'done') return { kind: 'done' }
    if (claim.kind === 'busy')
      return { kind: 'again', afterSec: 30, why: 'Another function is naming this call.' }
    held = true
    const record = await name(needs, call)
    if (record) keep(record)
    await ledger.settleEvent(call.id)
    return { kind: 'done' }
  } catch (error) {
    const afterSec = error instanceof Later ? error.afterSec : 10
    const why = error instanceof Error ? error.message : String(error)
    log.warn('A call could not be named now; the queue keeps it.', { ...facts, why, afterSec })
    // Left held where even that fails: the claim ends by itself.
    if (held)
      await ledger.releaseEvent(call.id).catch(() => log.warn('A claim could not be released.', facts))
    return { kind: 'again', afterSec, why }
  }
}

/** 1 whose call is it 2 history 3 record. @returns the record, where it is somebody else's call than amiops's */
const name = async ({ ledger, log }: AttributeNeeds, call: TrailCall): Promise<ImageRecord | undefined> => {
  const history = call.requestId === undefined ? [] : await ledger.readHistory(call, LOOK_BACK)
  const askedBy = decideAsker(await readImage(ledger, call), history, call)
  await ledger.addHistory(call, entryOf(call, askedBy))
  log.info('A call to EC2 was told by CloudTrail.', {
    callId: call.id,
    call: call.call,
    image: imageKey(call),
    principal: call.principal,
    ...(askedBy && { askedBy: askedBy.userId }),
    ...(call.requestId && { ec2RequestId: call.requestId }),
    ...(call.errorCode && { code: call.errorCode }),
  })
  if (askedBy) return undefined
  return (await changeImage(ledger, call, record => applyCall(record, call))).record
}

const entryOf = (call: TrailCall, askedBy: Person | undefined) => ({
  kind: 'call' as const,
  id: call.id,
  atMs: call.atMs,
  call: call.call,
  principal: call.principal,
  ...(askedBy && { askedBy }),
  ...(call.requestId && { requestId: call.requestId }),
  ...(call.errorCode && { errorCode: call.errorCode }),
  ...(call.sharing && { sharing: call.sharing }),
  ...(call.withSnapshots && { withSnapshots: call.withSnapshots }),
})
