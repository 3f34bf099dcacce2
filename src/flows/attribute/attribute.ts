import { createChannelBackoff } from '../../channel-backoff.ts'
import { createCircuit } from '../../circuit.ts'
import type { ActorRoles } from '../../domain/actor-role.ts'
import type { CloudTrailCall } from '../../domain/cloud-trail-call.ts'
import { groupBy } from '../../domain/group-by.ts'
import { imageKey } from '../../domain/image.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { needsRefresh } from '../../domain/record-cards.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Images } from '../../ports.ts'
import type { Outcome } from '../announce/announce.ts'
import { nameInThreads } from '../cards/name-in-threads.ts'
import { refreshCards } from '../cards/refresh-cards.ts'
import { nameInDigests } from '../digest/name-in-digests.ts'
import type { ShowDigestNeeds } from '../digest/show-digest.ts'
import type { SettleNeeds } from '../perform/end-by-look.ts'
import { LAUNCHES_OF_A_BATCH, saveLaunches } from '../steps/save-launches.ts'
import { attributeCall, type NamedCall, releaseCall } from './attribute-call.ts'
import { nameInAudit } from './name-in-audit.ts'
import { createReadPublicAccess } from './read-public-access.ts'

export type AttributeNeeds = ShowDigestNeeds &
  Pick<ActorRoles, 'actorRoleArn'> &
  SettleNeeds & { images: SettleNeeds['images'] & Pick<Images, 'publicAccess'> }

/** How many images' calls are named at the same time. */
const IMAGES_AT_ONCE = 24

/**
 * Names who called EC2, from CloudTrail. Each call succeeds or fails by itself. Nothing is posted but an alert where a call exposed an
 * image (announce-exposure.ts), or where nothing explains a call of the actor role (announce-unexplained.ts). If Slack has no room, the
 * schedule brings digests and cards up to date.
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
  // 1 In the history and the record: the calls of one image in AWS's order.
  await inParallel([...groupBy(unique, imageKey)], IMAGES_AT_ONCE, async ([, list]) => {
    for (const call of list.sort((a, b) => a.atMs - b.atMs))
      named.push(await attributeCall(withBackoff, ask, call))
  })
  const outcomes = new Map(named.map(({ call, outcome }) => [call.id, outcome]))
  const done = named.filter(({ isHeld, outcome }) => isHeld && outcome.kind === 'done')
  const records = new Map(done.flatMap(({ record }) => (record ? [[imageKey(record), record] as const] : [])))
  // 2 In the digests. Then the claims are settled.
  try {
    await nameInDigests(needs, [...records.values()])
    await ledger.settleEvents(
      done.map(({ call }) => call.id),
      clock.nowMs(),
    )
  } catch (error) {
    const why = String(error)
    log.warn('Calls could not be named in digests now; the queue keeps them.', { calls: done.length, why })
    await inParallel(done, IMAGES_AT_ONCE, ({ call }) => releaseCall(needs, call))
    for (const { call } of done) outcomes.set(call.id, { kind: 'again', afterSec: 10, why })
    return outcomes
  }
  // 3 In the audit channel.
  await nameInAudit(
    needs,
    named.flatMap(({ signed }) => signed ?? []),
  ).catch(error => log.warn('Names are not in the audit channel.', { why: String(error) }))
  // 4 On the cards whose state a call explains, and in their threads.
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

/** Ends with the first card for which Slack has no room. */
const showCards = async (needs: AttributeNeeds, records: readonly ImageRecord[]): Promise<void> => {
  for (const record of records) {
    const isBusy = needsRefresh(record)
      ? (await refreshCards(needs, record)).kind === 'outdated'
      : (await nameInThreads(needs, record)) !== undefined
    if (isBusy) return
  }
}
