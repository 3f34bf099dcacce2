import { type DigestBatch, withActors } from '../../domain/add-to-digest.ts'
import { type Actor, actorOf } from '../../domain/cloud-trail-call.ts'
import type { Digest } from '../../domain/digest.ts'
import type { DigestLine } from '../../domain/digest-line.ts'
import type { ChangeGroup } from '../../domain/digest-streams.ts'
import { putOff } from '../../domain/digest-timing.ts'
import { imageKey } from '../../domain/image.ts'
import { closeDigest, renewList } from './close-digest.ts'
import { countBatch, movePage } from './count-batch.ts'
import type { AnnounceDigestNeeds } from './needs.ts'
import { type ShowDigestNeeds, type ShownDigest, saveDigestState, showDigest } from './show-digest.ts'

/** An event that is delivered again, so that its digest is finished. */
export interface ComeAgain {
  eventId: string
  afterSec: number
}

/** After this many deliveries the digest is left to the schedule. */
const TIMES = 6

/**
 * Announces many events of one kind, channel and actor as one message: 1 save the lines 2 count the batch, once 3 show 4 list. If Slack
 * has no room for the message, the events count as announced, and the event that is delivered again shows them.
 *
 * @param known the channel's digests of this kind, in the order of `streamsOf`
 * @returns the event that is delivered again
 */
export const announceDigest = async (
  needs: AnnounceDigestNeeds,
  change: Pick<ChangeGroup<never>, 'state' | 'who'>,
  batch: Omit<DigestBatch, 'stream'>,
  known: readonly (Digest | undefined)[],
): Promise<ComeAgain | undefined> => {
  const { ledger, clock, log } = needs
  const { channel, batchId, lines } = batch
  // 1 save the lines
  await ledger.addDigestLines(channel, batchId, lines, clock.nowMs())
  // 2 count the batch, once
  const { counted, isShowDue } = await countBatch(needs, change, batch, known)
  const named = await addActors(needs, await movePage(needs, counted), lines)
  log.info('Many events were announced as one message.', {
    channel,
    batchId,
    events: lines.length,
    in: counted.count,
  })
  // 3 show 4 list
  let at: ShownDigest = { digest: named }
  if (isShowDue) at = await showDigest(needs, at.digest)
  if (at.retryAfterSec === undefined) at = await renewList(needs, at.digest)
  return comeAgain(needs, at, new Set(lines.map(line => line.eventId)))
}

/** Records read at a time: a burst must not hold all of them in memory. */
const READ_AT_ONCE = 100

/** CloudTrail may have named the actors while the batch was counted. */
const addActors = async (
  needs: AnnounceDigestNeeds,
  digest: Digest,
  lines: readonly DigestLine[],
): Promise<Digest> => {
  const actors: Actor[] = []
  for (let from = 0; from < lines.length; from += READ_AT_ONCE) {
    const some = lines.slice(from, from + READ_AT_ONCE)
    const records = await needs.ledger.readImages(some)
    for (const { eventId, ...image } of some) {
      const lastEvent = records.get(imageKey(image))?.lastEvent
      if (lastEvent?.eventId === eventId && lastEvent.principal) actors.push(actorOf(lastEvent.principal))
    }
  }
  return withActors(digest, actors) === digest
    ? digest
    : saveDigestState(needs, digest, now => withActors(now, actors))
}

/**
 * Continues a digest that has counted these events already: shows what is not shown yet, and closes a burst that has ended.
 *
 * @returns the event that is delivered again
 */
export const maintainDigest = async (
  needs: ShowDigestNeeds,
  key: string,
  eventIds: ReadonlySet<string>,
): Promise<ComeAgain | undefined> => {
  const digest = (await needs.ledger.readDigests([key])).get(key)
  if (!digest) return undefined
  const { reminder, shown } = digest
  const isOthers = reminder !== undefined && !eventIds.has(reminder.eventId)
  if (isOthers && shown) return undefined
  const { digest: finished, retryAfterSec } = await closeDigest(needs, digest)
  const mine = finished.reminder
  if (!mine || !eventIds.has(mine.eventId)) return undefined
  const nowMs = needs.clock.nowMs()
  const later = await saveDigestState(needs, finished, now =>
    now.reminder?.eventId === mine.eventId ? putOff(now, now.reminder, nowMs, retryAfterSec) : now,
  )
  return comeAgain(needs, { digest: later }, eventIds)
}

const comeAgain = async (
  needs: ShowDigestNeeds,
  { digest, retryAfterSec }: ShownDigest,
  eventIds: ReadonlySet<string>,
): Promise<ComeAgain | undefined> => {
  const nowMs = needs.clock.nowMs()
  const sooner =
    retryAfterSec !== undefined && digest.reminder && eventIds.has(digest.reminder.eventId)
      ? await saveDigestState(needs, digest, now =>
          now.reminder ? { ...now, reminder: { ...now.reminder, atMs: nowMs + retryAfterSec * 1_000 } } : now,
        )
      : digest
  const { reminder } = sooner
  if (!reminder || !eventIds.has(reminder.eventId) || reminder.times >= TIMES) return undefined
  return { eventId: reminder.eventId, afterSec: Math.max(1, Math.ceil((reminder.atMs - nowMs) / 1_000)) }
}
