import type { Message } from '../../../blocks/message.ts'
import type { ChannelBackoff } from '../../channel-backoff.ts'
import type { Config } from '../../domain/config.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import type { Delivery } from '../../ports.ts'
import { type PostOnceNeeds, postOnce } from './post-once.ts'

interface Needs extends PostOnceNeeds {
  config: Pick<Config, 'channels'>
}

interface AuditLine {
  /** Identifies the line: the same in every function and at every try. */
  key: string
  message: Message
  /** What the line is about, for the log. */
  about: Readonly<Record<string, unknown>>
}

/**
 * Posts a line in the audit channel, once; does nothing without such a channel. A line that Slack refuses is only logged: the history or
 * the log have the same facts.
 *
 * @param whenBusy if Slack has no room: `throw` and `log`, or return that; a batch gives its backoff, which throws
 * @returns Slack's answer; undefined without an audit channel
 * @throws {RetryLater} while another function posts it, or where `whenBusy` says so
 */
export const postAuditLine = async (
  needs: Needs,
  { key, message, about }: AuditLine,
  whenBusy: 'throw' | 'log' | 'return' | ChannelBackoff,
): Promise<Delivery | undefined> => {
  const { audit: channel } = needs.config.channels
  if (channel === undefined) return undefined
  if (typeof whenBusy === 'object') whenBusy.throwIfFull(channel)
  const delivery = await postOnce(needs, { key: `audit/${key}`, channel, message })
  if (typeof whenBusy === 'object') whenBusy.throwIfBusy(channel, delivery)
  if (whenBusy === 'throw') throwIfBusy(delivery, `the next message in ${channel}`)
  if (whenBusy === 'return' && delivery.kind === 'busy') return delivery
  if (delivery.kind !== 'delivered')
    needs.log.error('A line could not be posted in the audit channel; the history or this log has it.', {
      channel,
      ...about,
      ...delivery,
    })
  return delivery
}
