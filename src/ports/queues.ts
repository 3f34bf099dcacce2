import type { AccountRegion } from '../domain/alias.ts'
import type { Ask, PlanWork } from '../domain/ask.ts'
import type { DeadLetter, DeadLetterQueue, Depth, QueueName } from '../domain/health.ts'
import type { ImageRef } from '../domain/image.ts'
import type { PlanImage } from '../domain/plan-image.ts'
import type { ReadPlace } from '../domain/reading.ts'

/** The result of a redrive: how many were sent again, and one of those that stay. */
export interface Redriven {
  redriven: number
  first?: DeadLetter
}

export interface Queues {
  /** Never throws: a depth that cannot be found out is `unknown`. */
  depth(queue: QueueName): Promise<Depth>
  /** Sends dead letters that can be parsed to their queue again, each once, until a time in milliseconds since the epoch.
   * Throws where SQS does not answer. */
  redrive(queue: DeadLetterQueue, stopAtMs: number): Promise<Redriven>
  /** Asks for a look at the Home tabs whose content may have changed, by a delayed message. */
  refreshHomesLater(afterSec: number): Promise<void>
  /** Asks for a look at an image, by a delayed message. */
  lookLater(image: ImageRef, afterSec: number): Promise<void>
  /** Asks for scans of these places, at most ten: each by a message of its own. Throws where SQS did not take one of them. */
  scan(places: readonly AccountRegion[], askedAtMs: number): Promise<void>
  /** Asks for the weekly reports that were due at this time. */
  report(slotMs: number, askedAtMs: number): Promise<void>
  /** Asks for the clean-up of the week that began then, or for what retirement rules want. */
  cleanUp(slotMs: number, kind?: 'clean-up' | 'withdraw'): Promise<void>
  /** Asks for a reading of each of these places. Throws where SQS did not take one of them. */
  readPlaces(places: readonly ReadPlace[]): Promise<void>
  /** Asks for the end of a reading, by a delayed message. */
  endReadingLater(readingId: string, afterSec: number): Promise<void>
  /** Sends a message that waited for a reading to its queue again; the same message only once in five minutes. */
  askAgain(message: Ask | PlanWork, readingId: string): Promise<void>
  /** Asks for the next steps of a running plan. */
  runPlan(planId: string, sentAtMs: number): Promise<void>
  /** Asks for the requests of these images of a plan, at most ten. Throws where SQS did not take one of them. */
  runPlanImages(planId: string, images: readonly PlanImage[]): Promise<void>
}
