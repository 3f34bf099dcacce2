import type { Clock } from '../../sandbox/kernel/clock.ts'

/** A clock that stands still until it is told to move. */
export interface StandingClock extends Clock {
  /** Moves time on, waking every sleeper at its own moment, in order. */
  advance(ms: number): Promise<void>
}

interface Sleeper {
  wakesAtMs: number
  wake: () => void
}

/** Turns of the event loop that a woken sleeper gets before time moves on: enough for a few local requests. */
const TURNS_PER_STEP = 20

const letOthersRun = async () => {
  for (let turn = 0; turn < TURNS_PER_STEP; turn += 1) await new Promise(resolve => setImmediate(resolve))
}

export const createStandingClock = (startMs: number): StandingClock => {
  let nowMs = startMs
  let sleepers: Sleeper[] = []
  const next = (untilMs: number): Sleeper | undefined =>
    sleepers.filter(s => s.wakesAtMs <= untilMs).sort((a, b) => a.wakesAtMs - b.wakesAtMs)[0]
  return {
    nowMs: () => nowMs,
    sleep: ms =>
      ms <= 0
        ? Promise.resolve()
        : new Promise(resolve => {
            sleepers.push({ wakesAtMs: nowMs + ms, wake: resolve })
          }),
    async advance(ms) {
      const untilMs = nowMs + ms
      await letOthersRun()
      for (let sleeper = next(untilMs); sleeper; sleeper = next(untilMs)) {
        const woken = sleeper
        sleepers = sleepers.filter(s => s !== woken)
        nowMs = Math.max(nowMs, woken.wakesAtMs)
        woken.wake()
        await letOthersRun()
      }
      nowMs = untilMs
      await letOthersRun()
    },
  }
}
