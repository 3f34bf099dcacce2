import { pause, waitUntilIdle } from './idle.ts'
import type { ManualClock } from './manual-clock.ts'

/** The work in a world that time has to wait for. */
export interface Work {
  /** Whether something is being done at this moment. */
  isRunning(): boolean
  /** Whether all that runs waits for a call that the clock holds back. */
  isHeldBack(): boolean
  /** Whether something is to come soon. */
  isPending(): boolean
}

export interface TimeSteps {
  /** Moves time forward from sleeper to sleeper: each wakes at its own moment, and its work is done before time continues. */
  advance(ms: number): Promise<void>
  /** Moves time on until nothing is to come soon. */
  idle(): Promise<void>
}

export const createTimeSteps = (clock: ManualClock, work: Work, soonMs: number): TimeSteps => {
  let last: Promise<unknown> = Promise.resolve()
  let nextIdle: Promise<void> | undefined

  /** One move at a time: of two moves of the same clock, each would miss what the other woke. */
  const inTurn = (move: () => Promise<void>): Promise<void> => {
    const mine = last.then(move, move)
    last = mine
    return mine
  }
  const settle = () => waitUntilIdle(work.isRunning, work.isHeldBack)

  return {
    advance: ms =>
      inTurn(async () => {
        const untilMs = clock.nowMs() + ms
        for (;;) {
          await settle()
          const nextMs = clock.nextWakeMs()
          if (nextMs === undefined || nextMs > untilMs) break
          clock.moveTo(nextMs)
        }
        clock.moveTo(untilMs)
        await settle()
      }),
    // Those who ask while another waits want the same.
    idle() {
      nextIdle ??= inTurn(async () => {
        nextIdle = undefined
        for (;;) {
          await settle()
          if (!work.isPending()) return
          const nextMs = clock.nextWakeMs()
          if (nextMs === undefined || nextMs > clock.nowMs() + soonMs) await pause()
          else clock.moveTo(nextMs)
        }
      })
      return nextIdle
    },
  }
}
