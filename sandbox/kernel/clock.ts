/** The sandbox's one clock. Every service reads it, so that a test can move time instead of waiting for it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Resolves once `ms` milliseconds of this clock have passed. */
  sleep(ms: number): Promise<void>
}

/** The machine's own time. */
export const createSystemClock = (): Clock => ({
  nowMs: () => Date.now(),
  sleep: ms =>
    new Promise(resolve => {
      setTimeout(resolve, ms).unref()
    }),
})
