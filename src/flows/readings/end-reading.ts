import type { ReadingNeeds } from './needs.ts'

/**
 * Ends a reading when its last place is read, or its time is over: 1 end it 2 send the messages that wait for it to their queue again:
 * their answers are made of what was read 3 save that. Several messages may end the same reading, each more than once: if a function dies
 * in between, the next one does the rest, and the queue accepts each waiting message once.
 */
export const endReading = async (
  { ledger, queues, clock, log }: Pick<ReadingNeeds, 'ledger' | 'queues' | 'clock' | 'log'>,
  id: string,
): Promise<void> => {
  const reading = await ledger.readReading(id)
  if (!reading || reading.isAnswered) return
  // 1 end it
  await ledger.endReading(id, clock.nowMs())
  // 2 send what waits
  const waiting = await ledger.readWaiting(id)
  for (const message of waiting) await queues.askAgain(message, id)
  // 3 save that
  await ledger.saveReadingAnswered(id)
  const tookMs = clock.nowMs() - reading.beganAtMs
  log.info('A reading has ended.', { reading: id, places: reading.places, tookMs, answers: waiting.length })
}
