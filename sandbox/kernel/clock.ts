/** How somebody sleeps. */
export interface Sleep {
  /** Ends the sleep early: the sleeper is forgotten, and its promise never settles. */
  signal?: AbortSignal
  /** A call that a fault delays: its caller waits for the answer. */
  isCall?: boolean
}

/** The sandbox's one clock. Every service reads it, so that a test can move time instead of waiting for it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Resolves once `ms` milliseconds of this clock have passed. */
  sleep(ms: number, how?: Sleep): Promise<void>
}

/**
 * The machine's own time. Node's timers may fire a millisecond early by `Date`. A sleeper must not wake early: it would see that it is
 * too early, and never be woken again.
 */
export const createSystemClock = (): Clock => ({
  nowMs: () => Date.now(),
  async sleep(ms, { signal } = {}) {
    const untilMs = Date.now() + ms
    do {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, Math.max(0, untilMs - Date.now())).unref()
        signal?.addEventListener('abort', () => clearTimeout(timer), { once: true })
      })
    } while (Date.now() < untilMs)
  },
})
