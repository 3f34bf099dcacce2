/** The sandbox's one clock. Every service reads it, so that a test can move time instead of waiting for it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Resolves once `ms` milliseconds of this clock have passed. */
  sleep(ms: number): Promise<void>
}

/**
 * The machine's own time. Node's timers may fire a millisecond before `Date` says so; a sleeper never wakes early, since
 * whoever then looked at the clock and went on waiting would wait for ever.
 */
export const createSystemClock = (): Clock => ({
  nowMs: () => Date.now(),
  async sleep(ms) {
    const untilMs = Date.now() + ms
    do {
      await new Promise<void>(resolve => {
        setTimeout(resolve, Math.max(0, untilMs - Date.now())).unref()
      })
    } while (Date.now() < untilMs)
  },
})
