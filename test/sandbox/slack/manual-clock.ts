import type { Clock } from '../../../sandbox/kernel/clock.ts'

export interface ManualClock extends Clock {
  /** Moves time on, and wakes who has slept long enough. */
  advance(ms: number): void
}

/** Time that stands still until a test moves it. */
export const createManualClock = (startMs = Date.UTC(2026, 0, 15, 12)): ManualClock => {
  let nowMs = startMs
  let sleepers: { wakesAtMs: number; wake: () => void }[] = []
  return {
    nowMs: () => nowMs,
    sleep: ms =>
      new Promise(wake => {
        if (ms <= 0) wake()
        else sleepers.push({ wakesAtMs: nowMs + ms, wake })
      }),
    advance(ms) {
      nowMs += ms
      const due = sleepers.filter(sleeper => sleeper.wakesAtMs <= nowMs)
      sleepers = sleepers.filter(sleeper => sleeper.wakesAtMs > nowMs)
      for (const { wake } of due) wake()
    },
  }
}
