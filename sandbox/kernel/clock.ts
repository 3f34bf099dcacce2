/** How somebody sleeps. */
export interface Sleep {
  /** Ends the sleep early: the sleeper is forgotten, and its promise never settles. */
  signal?: AbortSignal
  /** A call whose answer comes so much later, because a fault wants it: whoever made the call can't go on before. */
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
 * The machine's own time. Node's timers may fire a millisecond before `Date` says so; a sleeper never wakes early, since
 * whoever then looked at the clock and went on waiting would wait for ever.
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
