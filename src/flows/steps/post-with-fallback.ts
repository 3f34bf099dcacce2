import type { Config } from '../../domain/config.ts'
import type { Delivery, Log } from '../../ports.ts'

interface Needs {
  config: Pick<Config, 'channels'>
  log: Log
}

/** The outcome of posting a message, and its channel. */
export interface PostedIn {
  channel: string
  delivery: Delivery
  /** The channel that it was meant for, if it is in the fallback channel instead. */
  notice?: string
}

const codeOf = (delivery: Delivery): string => ('code' in delivery ? delivery.code : delivery.kind)

/**
 * Posts a message in its channel, or in the fallback channel where that one cannot be reached.
 *
 * @param about what the message is about, for the log
 * @param post posts it in a channel; in the fallback channel with the notice
 * @returns where it was posted; otherwise that Slack is busy, or the last channel's answer if none accepted it
 */
export const postWithFallback = async (
  { config, log }: Needs,
  channel: string,
  about: Readonly<Record<string, unknown>>,
  post: (channel: string, notice?: string) => Promise<Delivery>,
): Promise<PostedIn> => {
  const { fallback } = config.channels
  const delivery = await post(channel)
  // A message that one channel rejects is rejected by every channel.
  if (delivery.kind !== 'unusable' && delivery.kind !== 'gone') return { channel, delivery }
  const code = codeOf(delivery)
  log.warn('A channel could not be posted to.', { ...about, channel, code })
  if (channel === fallback) return { channel, delivery }
  const notice = `Meant for #${channel}, which could not be reached: \`${code}\`. Invite the bot there, or correct amiops.config.yml.`
  return { channel: fallback, delivery: await post(fallback, notice), notice }
}

/** Why no channel took a message, and what to do about it. */
export const refusedWords = ({ channel, delivery }: PostedIn): string =>
  delivery.kind === 'rejected'
    ? `Slack rejects its content (${delivery.code}).`
    : `${channel} refuses it (${codeOf(delivery)}). Invite the bot, or name another channel in amiops.config.yml.`
