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
