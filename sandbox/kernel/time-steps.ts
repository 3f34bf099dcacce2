import { pause, waitUntilIdle } from './idle.ts'
import type { ManualClock } from './manual-clock.ts'

/** What goes on in a world, as far as time must wait for it. */
export interface Work {
  /** Whether something is being done at this moment. */
  isRunning(): boolean
  /** Whether all that runs waits for a call that the clock holds back. */
  isHeldBack(): boolean
  /** Whether something is to come soon. */
  isPending(): boolean
}

export interface TimeSteps {
  /** Moves time on: from sleeper to sleeper, each at its own moment, its work done before time goes on. */
  advance(ms: number): Promise<void>
  /** Moves time on until nothing is to come soon. */
  idle(): Promise<void>
}

export const createTimeSteps = (clock: ManualClock, work: Work, soonMs: number): TimeSteps => {
  let last: Promise<unknown> = Promise.resolve()
  let nextIdle: Promise<void> | undefined

  /** One at a time: two that move the same clock would each miss what the other woke. */
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
