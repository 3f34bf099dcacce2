import { type DeadLetters, renderDeadLetters } from '../../blocks/dead-letters.ts'
import type { Config } from '../domain/config.ts'
import type { DeadLetterQueue } from '../domain/health.ts'
import type { Ledger, Messenger, Queues } from '../ports.ts'
import { type PostOnceNeeds, postOnce } from './post-once.ts'

export interface DeadLetterNeeds extends PostOnceNeeds {
  queues: Queues
  ledger: PostOnceNeeds['ledger'] & Pick<Ledger, 'takeTurn'>
  messenger: PostOnceNeeds['messenger'] & Pick<Messenger, 'isReachable'>
  config: Config
}

const DEAD_LETTERS: readonly DeadLetterQueue[] = ['events dead letters', 'requests dead letters']
const NOTICE = 'dead letters'
const HOUR_MS = 60 * 60_000
/** Longer than a post takes: another run leaves it alone, and a run that dies costs no hour of silence. */
const POSTING_MS = 2 * 60_000

/**
 * Once Slack answers, sends dead letters of an outage to their queue again, and says in the fallback channel what stays:
 * how many and why, once an hour.
 */
export const tellDeadLetters = async (needs: DeadLetterNeeds): Promise<void> => {
  const { queues, messenger, log } = needs
  const depths = await Promise.all(
    DEAD_LETTERS.map(async queue => ({ queue, depth: await queues.depth(queue) })),
  )
  const full = depths.flatMap(({ queue, depth }) =>
    depth.kind === 'known' && depth.waiting + depth.underWay > 0
      ? [{ queue, count: depth.waiting + depth.underWay }]
      : [],
  )
  if (full.length === 0 || !(await messenger.isReachable())) return
  const left: DeadLetters[] = []
  for (const { queue, count } of full) {
    const { redriven, first } = await queues.redrive(queue)
    if (redriven > 0) log.info('Dead letters were sent to their queue again.', { queue, redriven })
    if (count > redriven) left.push({ queue, count: count - redriven, ...(first && { first }) })
  }
  if (left.length > 0) await postNotice(needs, left)
}

/** The hour begins once the notice is posted. A run that died after that is found by the next one: notices an hour apart never
 * share a key. */
const postNotice = async (needs: DeadLetterNeeds, left: readonly DeadLetters[]): Promise<void> => {
  const { ledger, config, clock, log } = needs
  const me = crypto.randomUUID()
  if (!(await ledger.takeTurn(NOTICE, clock.nowMs(), POSTING_MS, me))) return
  const channel = config.channels.fallback
  const key = `dead-letters/${Math.floor(clock.nowMs() / HOUR_MS)}`
  const delivery = await postOnce(needs, { key, channel, message: renderDeadLetters(left) })
  if (delivery.kind === 'delivered') await ledger.takeTurn(NOTICE, clock.nowMs(), HOUR_MS, me)
  log.warn('Messages stay in a dead-letter queue.', { queues: left, channel, delivery: delivery.kind })
}
