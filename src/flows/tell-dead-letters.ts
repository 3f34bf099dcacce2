import { type DeadLetters, renderDeadLetters } from '../../blocks/dead-letters.ts'
import type { Config } from '../domain/config.ts'
import type { DeadLetter, DeadLetterQueue } from '../domain/health.ts'
import type { Clock, Ledger, Log, Messenger, Queues } from '../ports.ts'

export interface DeadLetterNeeds {
  queues: Queues
  ledger: Pick<Ledger, 'takeTurn'>
  messenger: Pick<Messenger, 'post'>
  config: Config
  clock: Clock
  log: Log
}

const DEAD_LETTERS: readonly DeadLetterQueue[] = ['events dead letters', 'requests dead letters']
const HOUR_MS = 60 * 60_000

/** Says in the fallback channel that letters wait in a dead-letter queue: how many and why, at most once an hour. */
export const tellDeadLetters = async (needs: DeadLetterNeeds): Promise<void> => {
  const { queues, ledger, messenger, config, clock, log } = needs
  const depths = await Promise.all(
    DEAD_LETTERS.map(async queue => ({ queue, depth: await queues.depth(queue) })),
  )
  const full = depths.flatMap(({ queue, depth }) =>
    depth.kind === 'known' && depth.waiting + depth.underWay > 0
      ? [{ queue, count: depth.waiting + depth.underWay }]
      : [],
  )
  if (full.length === 0 || !(await ledger.takeTurn('dead letters', clock.nowMs(), HOUR_MS))) return
  const letters: DeadLetters[] = []
  for (const { queue, count } of full) {
    const first = await peek(needs, queue)
    letters.push({ queue, count, ...(first && { first }) })
  }
  const delivery = await messenger.post(config.channels.fallback, renderDeadLetters(letters))
  log.warn('Letters wait in a dead-letter queue.', {
    queues: full,
    channel: config.channels.fallback,
    delivery: delivery.kind,
  })
}

const peek = async (
  { queues, log }: DeadLetterNeeds,
  queue: DeadLetterQueue,
): Promise<DeadLetter | undefined> => {
  try {
    return await queues.peek(queue)
  } catch (error) {
    log.warn('A dead letter could not be looked at.', { queue, why: String(error) })
    return undefined
  }
}
