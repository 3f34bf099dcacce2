import { addToDigest, type DigestBatch } from '../../domain/add-to-digest.ts'
import { type Digest, digestKey, isFinished, isOver } from '../../domain/digest.ts'
import { isCounted, oldestBatches, withPage } from '../../domain/digest-batches.ts'
import { type ChangeGroup, isBy, pickStream, streamsOf } from '../../domain/digest-streams.ts'
import { changeDigest } from '../../stored/change-digest.ts'
import { auditDigest } from './audit-digest.ts'
import { closeDigest } from './close-digest.ts'
import type { AnnounceDigestNeeds } from './needs.ts'

/** Other functions may take the stream that was picked, so often at most. */
const PICKS = 4

/** Counts a batch in the digest of its actor. If that digest has become another actor's meanwhile, another one is picked. */
export const countBatch = async (
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
    const { index, joins } = pickStream(digests, who, clock.nowMs())
    const [stream = '', key = ''] = [streams[index], keys[index]]
    const picked = digests[index]
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

/**
 * Ends a burst whose stream is taken over by another one: it is closed and gets its audit line now as far as possible, not later by the
 * schedule.
 */
const endBurst = async (needs: AnnounceDigestNeeds, digest: Digest): Promise<Digest> => {
  const closed = isFinished(digest) ? digest : (await closeDigest(needs, digest)).digest
  if (closed.followUp && (await auditDigest(needs, closed)) !== undefined)
    needs.log.warn('Slack had no room for the audit line of a digest; the history has its events.', {
      digest: digestKey(closed),
    })
  return closed
}

/** Somebody else's burst has begun in the stream since it was picked. */
const isOthers = (
  now: Digest | undefined,
  picked: Digest | undefined,
  who: string | undefined,
  nowMs: number,
): boolean => now !== undefined && now.burst !== picked?.burst && !isOver(now, nowMs) && !isBy(now, who)

/** Keeps the digest's item small, however long a burst lasts. The page is written first, so that no batch is ever missing. */
export const movePage = async ({ ledger, clock }: AnnounceDigestNeeds, digest: Digest): Promise<Digest> => {
  const oldest = oldestBatches(digest)
  if (oldest.length === 0) return digest
  const key = digestKey(digest)
  await ledger.addDigestBatches(key, oldest, clock.nowMs())
  return (
    (await changeDigest(ledger, key, digest, now => now && withPage(now, oldest, clock.nowMs()))) ?? digest
  )
}
