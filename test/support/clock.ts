/** A clock that stands still until a test moves it; for code that never sleeps. */
export const createStillClock = (startMs = Date.UTC(2026, 0, 15, 12)) => {
  let nowMs = startMs
  return {
    nowMs: () => nowMs,
    advance(ms: number) {
      nowMs += ms
    },
  }
}
