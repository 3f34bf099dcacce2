import type { Ask, PlanWork } from '../../domain/ask.ts'
import type { Reading, ReadPart } from '../../domain/reading.ts'

/** Readings of many accounts and regions, and who waits for them; kept for an hour. */
export interface Readings {
  readReading(id: string): Promise<Reading | undefined>
  /** The one with this key that was begun last. */
  readLatestReading(key: string): Promise<Reading | undefined>
  /** Saves a reading as the latest of its key. @returns false if another one has replaced `before` meanwhile */
  beginReading(reading: Reading, before: Reading | undefined): Promise<boolean>
  /** Saves that this message has to be sent again once the reading has ended; each key once. */
  saveWaiting(readingId: string, message: Ask | PlanWork, nowMs: number): Promise<void>
  readWaiting(readingId: string): Promise<readonly (Ask | PlanWork)[]>
  /** Saves what was read of a place. Where two functions read the same place, one of the two counts. */
  saveReadPart(readingId: string, at: number, part: ReadPart, nowMs: number): Promise<void>
  /** Saves that this place was read. @returns whether all `of` places are read by now; several functions may get this answer */
  savePlaceRead(readingId: string, at: number, of: number, nowMs: number): Promise<boolean>
  /**
   * Visits what was read, place by place and always in the same order, so that it is never all in memory. A part that can't be read is
   * left out.
   */
  readReadParts(reading: Reading, visit: (part: ReadPart) => Promise<void> | void): Promise<void>
  /** The first end counts. */
  endReading(id: string, nowMs: number): Promise<void>
  saveReadingAnswered(id: string): Promise<void>
}
