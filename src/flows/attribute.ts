import { applyCall, decideAsker } from '../domain/attribute.ts'
import type { Config } from '../domain/config.ts'
import { imageKey } from '../domain/image.ts'
import { Later } from '../domain/later.ts'
import type { Person } from '../domain/request.ts'
import type { TrailCall } from '../domain/trail.ts'
import type { Clock, Ledger, Log, Messenger } from '../ports.ts'
import type { Outcome } from './announce.ts'
import { changeImage, readImage } from './change-image.ts'
import { showImage } from './show.ts'

export interface AttributeNeeds {
  ledger: Ledger
  messenger: Pick<Messenger, 'update'>
  config: Config
  clock: Clock
  log: Log
}

/** So many of an image's last entries may hold the request that a call was made for. */
const LOOK_BACK = 20

/** Whether Slack has room for the edits of this batch. */
interface Room {
  isFull: boolean
}

/**
 * Names who called EC2, as CloudTrail tells it: in the history, and on the cards where the call explains what they show;
 * where Slack has no room for that, the schedule brings the cards up to date. Nothing is posted and nobody is pinged. Each
 * call succeeds or fails by itself.
 *
 * @returns the outcome of each call, by its id
 */
export const attribute = async (
  needs: AttributeNeeds,
  calls: readonly TrailCall[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const outcomes = new Map<string, Outcome>()
  const room = { isFull: false }
  const unique = [...new Map(calls.map(call => [call.id, call])).values()]
  for (const call of unique.sort((a, b) => a.atMs - b.atMs))
    outcomes.set(call.id, await attributeOne({ ...needs, room }, call))
  return outcomes
}

const attributeOne = async (needs: AttributeNeeds & { room: Room }, call: TrailCall): Promise<Outcome> => {
  const { ledger, clock, log } = needs
  const facts = { callId: call.id, call: call.call, image: imageKey(call) }
  let held = false
  try {
    const claim = await ledger.claimEvent(call.id, clock.nowMs())
    if (claim.kind === 'done') return { kind: 'done' }
    if (claim.kind === 'busy')
      return { kind: 'again', afterSec: 30, why: 'Another function is naming this call.' }
    held = true
    await name(needs, call)
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

/** 1 whose call is it 2 history 3 record 4 show */
const name = async (needs: AttributeNeeds & { room: Room }, call: TrailCall): Promise<void> => {
  const { ledger, log, room } = needs
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
  if (askedBy) return

  await changeImage(ledger, call, record => applyCall(record, call))
  if (!room.isFull) room.isFull = (await showImage(needs, call)).kind === 'stale'
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
