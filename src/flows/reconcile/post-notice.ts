import type { Message } from '../../../blocks/message.ts'
import type { Config } from '../../domain/config.ts'
import type { Delivery, Leases } from '../../ports.ts'
import { type PostOnceNeeds, postOnce } from '../steps/post-once.ts'

export interface NoticeNeeds extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & Leases
  config: Pick<Config, 'channels'>
}

export interface Notice {
  /** Names the trouble: the same key for the same trouble. */
  key: string
  /** Not again within this time, in milliseconds. */
  everyMs: number
  message: Message
}

/** Longer than a post takes: another run waits for it, and posts if this run has ended. */
const POSTING_MS = 2 * 60_000

/**
 * Posts a notice about amiops itself in the fallback channel, at most once in `everyMs`. That time begins once Slack has
 * accepted it. If a run ends after posting, the next one finds its message: notices `everyMs` apart have different keys.
 *
 * @returns undefined where it is not due
 */
export const postNotice = async (
  needs: NoticeNeeds,
  { key, everyMs, message }: Notice,
): Promise<Delivery | undefined> => {
  const { ledger, config, clock } = needs
  const me = crypto.randomUUID()
  if (!(await ledger.takeLease(key, clock.nowMs(), POSTING_MS, me))) return undefined
  const period = Math.floor(clock.nowMs() / everyMs)
  const delivery = await postOnce(needs, {
    key: `${key}/${period}`,
    channel: config.channels.fallback,
    message,
  })
  if (delivery.kind === 'delivered') await ledger.takeLease(key, clock.nowMs(), everyMs, me)
  return delivery
}
