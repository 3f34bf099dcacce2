import type { ReadingNeeds } from './needs.ts'

/**
 * Ends a reading when its last place is read, or its time is over: 1 end it 2 send what waits for it to its queue again, where an answer
 * is made of what was read 3 save that. Both messages may come, and more than once: a function that died in between leaves the rest to the
 * next one, and the queue takes each message once.
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
