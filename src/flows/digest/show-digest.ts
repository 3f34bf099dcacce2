import { renderDigest, renderDigestCall } from '../../../blocks/digest.ts'
import { accountName, type Config } from '../../domain/config.ts'
import { type Digest, digestKey, isShown } from '../../domain/digest.ts'
import { mentionsOf } from '../../domain/digest-mentions.ts'
import { showEveryMs } from '../../domain/digest-timing.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Delivery, Digests, Leases, Messenger, Payload } from '../../ports.ts'
import { changeDigest } from '../../stored/change-digest.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'

export interface ShowDigestNeeds extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & Digests & Leases
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'update' | 'openFile' | 'shareFile' | 'removeFile'>
  config: Config
}

/** The digest as it now is; `retryAfterSec` where Slack had no room for it. */
export interface ShownDigest {
  digest: Digest
  retryAfterSec?: number
}

/** Saves the result of showing a burst, unless another burst has begun. */
export const saveDigestState = async (
  { ledger }: ShowDigestNeeds,
  digest: Digest,
  change: (digest: Digest) => Digest,
): Promise<Digest> => {
  const noted = await changeDigest(ledger, digestKey(digest), digest, now =>
    now?.burst === digest.burst ? change(now) : undefined,
  )
  return noted?.burst === digest.burst ? noted : digest
}

/**
 * Updates the message of a digest to what the ledger knows: posts it, or edits the one that is there.
 * @throws {RetryLater} where neither its channel nor the fallback takes it
 */
export const showDigest = async (needs: ShowDigestNeeds, digest: Digest): Promise<ShownDigest> => {
  const { shown } = digest
  if (!shown) return postDigest(needs, digest)
  const delivery = await needs.messenger.update(shown.channelId, shown.ts, draw(needs, digest, digest.called))
  switch (delivery.kind) {
    case 'delivered': {
      const saved = await saveDigestState(needs, digest, now => ({
        ...withMessageShown(now, digest),
        showFromMs: needs.clock.nowMs() + showEveryMs(now),
      }))
      // Another function has drawn a newer state and closed the digest, and Slack may have taken that update first.
      return !isShown(saved) && saved.reminder === undefined ? showDigest(needs, saved) : call(needs, saved)
    }
    case 'busy': {
      const saved = delivery.inDoubt
        ? await saveDigestState(needs, digest, now => withMessageShown(now, NOTHING_SHOWN))
        : digest
      return { digest: saved, retryAfterSec: delivery.retryAfterSec }
    }
    default: {
      needs.log.warn('A digest could not be edited and is posted again.', {
        ...delivery,
        channel: digest.channel,
      })
      const saved = await saveDigestState(needs, digest, now => {
        const { shown: _gone, ...rest } = now
        return { ...rest, lostMessageTs: shown.ts, called: [] }
      })
      return postDigest(needs, saved)
    }
  }
}

/** It is unknown what a message shows if the answer to its update was lost. */
const NOTHING_SHOWN = { count: 0 }

/** The numbers may go down: Slack may have taken this update after that of a newer digest. */
const withMessageShown = (
  now: Digest,
  { count, actors = [], revision = 0 }: Pick<Digest, 'count' | 'actors' | 'revision'>,
): Digest =>
  now.shown ? { ...now, shown: { ...now.shown, count, actorCount: actors.length, revision } } : now

const draw = ({ config }: ShowDigestNeeds, digest: Digest, called: readonly string[], notice?: string) =>
  renderDigest({
    digest,
    nameOf: account => accountName(config, account),
    mentions: mentionsOf(digest.rules ?? [], called),
    ...((notice ?? digest.shown?.notice) !== undefined && { notice: notice ?? digest.shown?.notice ?? '' }),
  })

const postDigest = async (needs: ShowDigestNeeds, digest: Digest): Promise<ShownDigest> => {
  const { channel } = digest
  const posted = await postWithFallback(needs, channel, { events: digest.count }, (where, notice) =>
    send(needs, digest, where, notice),
  )
  const { delivery, notice } = posted
  if (delivery.kind === 'delivered') return saveShown(needs, digest, delivery, notice)
  if (delivery.kind === 'busy') return { digest, retryAfterSec: delivery.retryAfterSec }
  throw new RetryLater(300, `The digest of ${channel} was posted in no channel: ${refusedWords(posted)}`)
}

const send = (needs: ShowDigestNeeds, digest: Digest, to: string, notice?: string): Promise<Delivery> =>
  postOnce(needs, {
    key: `digest/${digestKey(digest)}/${digest.burst}/${digest.lostMessageTs ?? 'first'}/${to}`,
    channel: to,
    message: {
      ...draw(needs, digest, digest.mention, notice),
      metadata: {
        event_type: 'amiops_digest',
        event_payload: { count: String(digest.count), called: digest.mention.join(' ') },
      },
    },
  })

const saveShown = async (
  needs: ShowDigestNeeds,
  digest: Digest,
  { channelId, ts, payload }: { channelId: string; ts: string; payload?: Payload },
  notice?: string,
): Promise<ShownDigest> => {
  // A message that an earlier try had posted shows the count of that try.
  const count = payload?.count === undefined ? digest.count : Number(payload.count)
  const called =
    payload?.called === undefined ? digest.mention : payload.called.split(' ').filter(who => who !== '')
  const noted = await saveDigestState(needs, digest, now => ({
    ...now,
    shown: {
      channelId,
      ts,
      count,
      actorCount: payload ? 0 : (digest.actors ?? []).length,
      revision: payload ? 0 : (digest.revision ?? 0),
      ...(notice !== undefined && { notice }),
    },
    called,
  }))
  return payload && count < noted.count ? showDigest(needs, noted) : { digest: noted }
}

/** An edit notifies nobody: people whom only a later batch's rule mentions are mentioned in the thread, once. */
const call = async (needs: ShowDigestNeeds, digest: Digest): Promise<ShownDigest> => {
  const { shown } = digest
  const late = digest.mention.filter(who => !digest.called.includes(who))
  if (!shown || late.length === 0) return { digest }
  const delivery = await postOnce(needs, {
    key: `digest-call/${digestKey(digest)}/${digest.burst}/${late.join(' ')}`,
    channel: shown.channelId,
    message: renderDigestCall(digest, mentionsOf(digest.rules ?? [], late)),
    thread: { ts: shown.ts, broadcast: true },
  })
  if (delivery.kind === 'busy') return { digest, retryAfterSec: delivery.retryAfterSec }
  if (delivery.kind !== 'delivered') {
    // These people do not count as mentioned: the next edit tries again, or posts the digest again.
    needs.log.error('Some could not be called in the thread of a digest.', { ...delivery, called: late })
    return { digest }
  }
  return {
    digest: await saveDigestState(needs, digest, now => ({ ...now, called: [...now.called, ...late] })),
  }
}
