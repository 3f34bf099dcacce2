import type { Message } from '../../../blocks/message.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Clock, Delivery, Log, Messenger, Payload, Posts, Thread } from '../../ports.ts'

export interface PostOnceNeeds {
  ledger: Posts
  messenger: Pick<Messenger, 'post' | 'find'>
  clock: Clock
  log: Log
}

export interface Post {
  /** Identifies the message: the same in every function and at every try. */
  key: string
  channel: string
  message: Message
  thread?: Thread
}

/** The clocks of Slack and of a Lambda differ, and a request that was given up may still arrive. */
const BEFORE_MS = 60_000
const AFTER_MS = 120_000
/** A claim left behind is held for 90 seconds. */
const HELD_AGAIN_SEC = 30

/**
 * Posts a message once, however often it is tried and wherever the function dies: 1 claim 2 search for it, if an earlier try is in doubt
 * 3 post 4 settle.
 *
 * @returns the outcome; with a `payload` if an earlier try had posted it already
 * @throws {RetryLater} while another one is posting it
 */
export const postOnce = async (needs: PostOnceNeeds, post: Post): Promise<Delivery> => {
  const { ledger, clock } = needs
  // 1 claim
  const claim = await ledger.beginPost(post.key, clock.nowMs())
  if (claim.kind === 'posted') return { ...claim, kind: 'delivered' }
  if (claim.kind === 'busy') throw new RetryLater(HELD_AGAIN_SEC, `Another function is posting ${post.key}.`)
  try {
    // 2 look, where an earlier try left a doubt 3 post
    const delivery =
      (claim.kind === 'doubt' ? await findEarlier(needs, post, claim) : undefined) ??
      (await send(needs, post))
    // 4 settle
    if (delivery.kind === 'delivered') {
      const { channelId, ts, payload = payloadOf(post) } = delivery
      await ledger.settlePost(post.key, { channelId, ts, payload })
    } else await ledger.releasePost(post.key, delivery.kind === 'busy' && delivery.inDoubt === true)
    return delivery
  } catch (error) {
    // If that fails too, the claim expires by itself, and stays in doubt.
    await ledger
      .releasePost(post.key, true)
      .catch(why => needs.log.warn('A post could not be released.', { key: post.key, why: String(why) }))
    throw error
  }
}

const payloadOf = ({ key, message: { metadata } }: Post): Payload => ({ ...metadata?.event_payload, key })

const send = ({ messenger }: PostOnceNeeds, post: Post): Promise<Delivery> => {
  const { channel, message, thread } = post
  const event_type = message.metadata?.event_type ?? 'amiops_post'
  const metadata = { event_type, event_payload: { ...payloadOf(post) } }
  return messenger.post(channel, { ...message, metadata }, thread)
}

/** @returns undefined if the message has to be posted: it is not there, or Slack does not allow the search */
const findEarlier = async (
  { messenger, log }: PostOnceNeeds,
  { key, channel, thread }: Post,
  { firstMs, lastMs }: { firstMs: number; lastMs: number },
): Promise<Delivery | undefined> => {
  const finding = await messenger.find(channel, {
    key,
    fromMs: firstMs - BEFORE_MS,
    toMs: lastMs + AFTER_MS,
    ...(thread && { threadTs: thread.ts }),
  })
  switch (finding.kind) {
    case 'found':
      log.info('A post in doubt was found in Slack.', { key, channel: finding.channelId, ts: finding.ts })
      return { ...finding, kind: 'delivered' }
    case 'absent':
      return undefined
    case 'busy':
      return { ...finding, inDoubt: true }
    case 'unreadable':
      log.warn('A post in doubt could not be looked for: it is posted again and may stand there twice.', {
        key,
        channel,
        code: finding.code,
      })
      return undefined
  }
}
