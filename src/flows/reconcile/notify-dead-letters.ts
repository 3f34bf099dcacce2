import { type DeadLetters, renderDeadLetters } from '../../../blocks/dead-letters.ts'
import type { DeadLetterQueue } from '../../domain/health.ts'
import type { Messenger, Queues } from '../../ports.ts'
import { type NoticeNeeds, postNotice } from './post-notice.ts'

export interface DeadLetterNeeds extends NoticeNeeds {
  queues: Queues
  messenger: NoticeNeeds['messenger'] & Pick<Messenger, 'isReachable'>
}

const DEAD_LETTERS: readonly DeadLetterQueue[] = ['events dead letters', 'requests dead letters']
const HOUR_MS = 60 * 60_000
/** For each queue: the schedule has other work, and the next run continues. */
const REDRIVING_MS = 20_000

/**
 * Once Slack answers, redrives the dead letters of an outage, and reports the others in the fallback channel, once an hour: how many and
 * why.
 */
export const notifyDeadLetters = async (needs: DeadLetterNeeds): Promise<void> => {
  const { queues, messenger, clock, log } = needs
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
    const { redriven, first } = await queues.redrive(queue, clock.nowMs() + REDRIVING_MS)
    if (redriven > 0) log.info('Dead letters were sent to their queue again.', { queue, redriven })
    if (count > redriven) left.push({ queue, count: count - redriven, ...(first && { first }) })
  }
  if (left.length === 0) return
  const notice = { key: 'dead letters', everyMs: HOUR_MS, message: renderDeadLetters(left) }
  const delivery = await postNotice(needs, notice)
  if (delivery) log.warn('Messages stay in a dead-letter queue.', { queues: left, delivery: delivery.kind })
}
