import { addToDigest, type DigestBatch, withActors } from '../../domain/add-to-digest.ts'
import { type Actor, actorOf } from '../../domain/cloud-trail-call.ts'
import { type Digest, digestKey, isFinished, isOver } from '../../domain/digest.ts'
import { isCounted, oldestBatches, withPage } from '../../domain/digest-batches.ts'
import type { DigestLine } from '../../domain/digest-line.ts'
import { type ChangeGroup, isBy, pickStream, streamsOf } from '../../domain/digest-streams.ts'
import { putOff } from '../../domain/digest-timing.ts'
import { imageKey } from '../../domain/image.ts'
import type { Digests, ImageRecords } from '../../ports.ts'
import { changeDigest } from '../../stored/change-digest.ts'
import { auditDigest } from './audit-digest.ts'
import { closeDigest, renewList } from './close-digest.ts'
import { type ShowDigestNeeds, type ShownDigest, saveDigestState, showDigest } from './show-digest.ts'

export interface AnnounceDigestNeeds extends ShowDigestNeeds {
  ledger: ShowDigestNeeds['ledger'] & Digests & ImageRecords
}

/** An event that is delivered again, so that its digest is finished. */
export interface ComeAgain {
  eventId: string
  afterSec: number
}

/** After so many deliveries the digest is left to the schedule. */
const TIMES = 6

/**
 * Tells many events of one kind, channel and actor as one message: 1 keep the lines 2 count the batch, once 3 show 4 list. Where
 * Slack has no room for the message, the events count as announced: the one that is delivered again shows them.
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
  // 1 keep the lines
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

/** Other functions may take the place that was picked, so often at the most. */
const PICKS = 4

/** Counts a batch in the digest of its actor. The digest may have become another actor's meanwhile: then another one is picked. */
const countBatch = async (
  needs: AnnounceDigestNeeds,
  { state, who }: Pick<ChangeGroup<never>, 'state' | 'who'>,
  batch: Omit<DigestBatch, 'stream'>,
  known: readonly (Digest | undefined)[],
): Promise<{ counted: Digest; isShowDue: boolean }> => {
  const { ledger, clock } = needs
  const streams = streamsOf(state)
  const keys = streams.map(stream => digestKey({ channel: batch.channel, stream }))
  let digests = known
  for (let picks = 1; ; picks++) {
    const { place, joins } = pickStream(digests, who, clock.nowMs())
    const [stream = '', key = ''] = [streams[place], keys[place]]
    const picked = digests[place]
    // A burst that nobody has closed yet is closed before another one begins.
    const before = picked && !joins ? await endBurst(needs, picked) : picked
    let isShowDue = false
    let isTaken = false
    const counted = await changeDigest(ledger, key, before, now => {
      isShowDue = false
      isTaken = isOthers(now, picked, who, clock.nowMs()) && picks < PICKS
      if (isTaken || isCounted(now, batch.batchId)) return undefined
      const added = addToDigest(now, { ...batch, stream }, clock.nowMs())
      isShowDue = added.isShowDue
      return added.digest
    })
    if (counted && !isTaken) return { counted, isShowDue }
    const read = await ledger.readDigests(keys)
    digests = keys.map(one => read.get(one))
  }
}

/** Another burst takes the place of this one: what the schedule would do for it later is done now, as far as it goes. */
const endBurst = async (needs: AnnounceDigestNeeds, digest: Digest): Promise<Digest> => {
  const closed = isFinished(digest) ? digest : (await closeDigest(needs, digest)).digest
  if (closed.followUp && (await auditDigest(needs, closed)) !== undefined)
    needs.log.warn('Slack had no room for the audit line of a digest; the history has its events.', {
      digest: digestKey(closed),
    })
  return closed
}

/** Since it was picked, a burst of somebody else has begun in it. */
const isOthers = (
  now: Digest | undefined,
  picked: Digest | undefined,
  who: string | undefined,
  nowMs: number,
): boolean => now !== undefined && now.burst !== picked?.burst && !isOver(now, nowMs) && !isBy(now, who)

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
 * Sees to a digest in which these events are counted already: shows what is not shown, and closes a burst that is over.
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

/** Keeps the digest's item small, however long a burst lasts. The page is written first, so that no batch is ever missing. */
const movePage = async ({ ledger, clock }: AnnounceDigestNeeds, digest: Digest): Promise<Digest> => {
  const oldest = oldestBatches(digest)
  if (oldest.length === 0) return digest
  const key = digestKey(digest)
  await ledger.addDigestBatches(key, oldest, clock.nowMs())
  return (
    (await changeDigest(ledger, key, digest, now => now && withPage(now, oldest, clock.nowMs()))) ?? digest
  )
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
