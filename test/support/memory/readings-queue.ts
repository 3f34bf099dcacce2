import { endReading } from '../../../src/flows/readings/end-reading.ts'
import { readPlace } from '../../../src/flows/readings/read-place.ts'
import { serveMessage } from '../../../src/flows/serve.ts'
import type { AskedWorld } from './asking.ts'

/** Delivers the messages of readings: each place, then the messages that end readings (if wanted), then the asks that waited. */
export const deliverReadings = async (
  world: Pick<AskedWorld, 'needs' | 'queues' | 'clock'>,
  { withEnds = false, times = 1 }: { withEnds?: boolean; times?: number } = {},
): Promise<void> => {
  const { needs, queues, clock } = world
  const messages = queues.readings.splice(0)
  for (let time = 0; time < times; time++) for (const message of messages) await readPlace(needs, message)
  if (withEnds)
    for (const { readingId, afterSec } of queues.readingEnds.splice(0)) {
      clock.advance(afterSec * 1000)
      for (let time = 0; time < times; time++) await endReading(needs, readingId)
    }
  for (const message of queues.again.splice(0)) await serveMessage(needs, message)
}
