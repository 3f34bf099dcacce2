import type { Clock } from '../../sandbox/kernel/clock.ts'

/** Time that stands still while anybody works, and then leaps to the moment for which somebody waits. */
export interface VirtualClock extends Clock {
  /**
   * Lets time pass until `isOver`, or until `untilMs`.
   *
   * @param isWorking whether somebody still works on what has happened so far
   */
  run(untilMs: number, isWorking: () => boolean, isOver?: () => boolean): Promise<void>
}

/** Turns of the event loop after which a woken task has begun to work. */
const TURNS = 20

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
const moment = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1))

export const createVirtualClock = (startMs: number): VirtualClock => {
  let nowMs = startMs
  const sleepers = new Map<number, (() => void)[]>()

  const settle = async (isWorking: () => boolean): Promise<void> => {
    for (let quiet = 0; quiet < TURNS; quiet++) {
      await turn()
      if (!isWorking()) continue
      quiet = 0
      await moment()
    }
  }

  return {
    nowMs: () => nowMs,
    sleep: ms =>
      ms <= 0
        ? Promise.resolve()
        : new Promise(resolve => {
            const wakesAtMs = nowMs + ms
            const others = sleepers.get(wakesAtMs)
            if (others) others.push(resolve)
            else sleepers.set(wakesAtMs, [resolve])
          }),
    async run(untilMs, isWorking, isOver = () => false) {
      await settle(isWorking)
      while (!isOver()) {
        const nextMs = [...sleepers.keys()].reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
        if (nextMs > untilMs) break
        nowMs = nextMs
        const woken = sleepers.get(nextMs) ?? []
        sleepers.delete(nextMs)
        for (const wake of woken) wake()
        await settle(isWorking)
      }
      if (!isOver()) nowMs = Math.max(nowMs, untilMs)
    },
  }
}
