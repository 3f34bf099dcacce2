import type { Action } from '../../../src/domain/actions.ts'
import type { AliasPlace } from '../../../src/domain/alias.ts'
import type { Ask, PlanWork } from '../../../src/domain/ask.ts'
import type { DeadLetter, Depth, QueueName } from '../../../src/domain/health.ts'
import type { ImageRef } from '../../../src/domain/image.ts'
import type { ReadPlace } from '../../../src/domain/reading.ts'
import type { ScanWork } from '../../../src/domain/scan-work.ts'
import type { Queues } from '../../../src/ports.ts'

export interface MemoryQueues extends Queues {
  /** The looks that were asked for, oldest first. */
  readonly looks: { image: ImageRef; afterSec: number }[]
  /** The messages of plans, oldest first: for their next steps, or for the request of an image. */
  readonly plans: { planId: string; image?: ImageRef; assignment?: AliasPlace; action?: Action }[]
  /** The weekly clean-ups that were asked for, oldest first. */
  readonly cleanups: number[]
  /** The looks for what retirement rules want that were asked for, oldest first. */
  readonly withdrawals: number[]
  /** After how many seconds each look at the Home tabs was asked for, oldest first. */
  readonly refreshes: number[]
  /** The scans that were asked for and have not begun, oldest first. */
  readonly scans: ScanWork[]
  /** The weekly reports that were asked for, by when they were due. */
  readonly reports: number[]
  /** The messages of readings, oldest first, without those that end them. */
  readonly readings: ReadPlace[]
  readonly readingEnds: { readingId: string; afterSec: number }[]
  /** The messages that waited for a reading, once for each reading. */
  readonly again: (Ask | PlanWork)[]
  set(queue: QueueName, depth: Depth, first?: DeadLetter): void
}

/** The queues in memory; empty at first. */
export const createMemoryQueues = (): MemoryQueues => {
  const depths = new Map<QueueName, Depth>()
  const letters = new Map<QueueName, DeadLetter>()
  return {
    set(queue, depth, first) {
      depths.set(queue, depth)
      if (first) letters.set(queue, first)
    },
    depth: async queue => depths.get(queue) ?? { kind: 'known', waiting: 0, underWay: 0, delayed: 0 },
    refreshes: [],
    async refreshHomesLater(afterSec) {
      this.refreshes.push(afterSec)
    },
    looks: [],
    async lookLater(image, afterSec) {
      this.looks.push({ image, afterSec })
    },
    scans: [],
    async scan(places, askedAtMs) {
      this.scans.push(
        ...places.map(({ account, region }) => ({ kind: 'scan' as const, account, region, askedAtMs })),
      )
    },
    reports: [],
    async report(slotMs) {
      this.reports.push(slotMs)
    },
    cleanups: [],
    withdrawals: [],
    async cleanUp(slotMs, kind = 'clean-up') {
      ;(kind === 'clean-up' ? this.cleanups : this.withdrawals).push(slotMs)
    },
    readings: [],
    async readPlaces(places) {
      this.readings.push(...places)
    },
    readingEnds: [],
    async endReadingLater(readingId, afterSec) {
      this.readingEnds.push({ readingId, afterSec })
    },
    again: [],
    async askAgain(message, reading) {
      const isKnown = this.again.some(
        one => one.key === message.key && 'reading' in one && one.reading === reading,
      )
      if (!isKnown) this.again.push({ ...message, reading } as Ask | PlanWork)
    },
    plans: [],
    async runPlan(planId) {
      this.plans.push({ planId })
    },
    async runPlanImages(planId, images) {
      this.plans.push(
        ...images.map(({ image, assignment, action }) => ({
          planId,
          image,
          ...(assignment && { assignment }),
          ...(action && { action }),
        })),
      )
    },
    async redrive(queue) {
      const first = letters.get(queue)
      return { redriven: 0, ...(first && { first }) }
    },
  }
}
