import { readFileSync } from 'node:fs'
import type { Clock } from '../../sandbox/kernel/clock.ts'

/**
 * The machine's own time, with sleepers that never wake early: Node's timers may fire a millisecond before `Date` says
 * so, and whoever then looks at the clock once more may wait for ever.
 */
export const createPunctualClock = (): Clock => ({
  nowMs: () => Date.now(),
  async sleep(ms) {
    const untilMs = Date.now() + ms
    do
      await new Promise<void>(resolve => {
        setTimeout(resolve, Math.max(1, untilMs - Date.now())).unref()
      })
    while (Date.now() < untilMs)
  },
})

/** Time that stands still until a test moves it; for what never sleeps. */
export const createStillClock = (startMs = Date.UTC(2026, 0, 15, 12)) => {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    advance(ms: number) {
      nowMs += ms
    },
  }
}

/**
 * The machine's time, which a test can move on at once, for a world and for the functions that run in it: they read the
 * `Date` of Node itself, which is another one than that of a test.
 */
export const createLeapingClock = () => {
  const NodesFunction = readFileSync.constructor as FunctionConstructor
  const NodesDate = NodesFunction('return Date')() as DateConstructor
  const now = NodesDate.now
  let aheadMs = 0
  const nowMs = (): number => now() + aheadMs
  NodesDate.now = nowMs
  const sleepers = new Set<() => void>()
  const clock: Clock = {
    nowMs,
    sleep: ms =>
      new Promise(resolve => {
        const untilMs = nowMs() + ms
        let timer: NodeJS.Timeout
        const look = (): void => {
          clearTimeout(timer)
          if (nowMs() < untilMs) {
            timer = setTimeout(look, Math.max(1, untilMs - nowMs())).unref()
            return
          }
          sleepers.delete(look)
          resolve()
        }
        timer = setTimeout(look, 0).unref()
        sleepers.add(look)
      }),
  }
  return {
    ...clock,
    leap(ms: number): void {
      aheadMs += ms
      for (const look of [...sleepers]) look()
    },
    stop(): void {
      NodesDate.now = now
    },
  }
}
