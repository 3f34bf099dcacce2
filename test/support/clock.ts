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
