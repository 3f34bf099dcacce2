import { callingInvocation } from './calling-invocation.ts'
import type { Clock, Sleep } from './clock.ts'

/** A time that can be moved forward. Between two moves it runs as the machine's does. */
export interface ManualClock extends Clock {
  /** When the next sleeper wakes. */
  nextWakeMs(): number | undefined
  /** Moves time forward to that moment, and wakes everything that sleeps until then. Time never goes back. */
  moveTo(atMs: number): void
  /** The invocations that make the calls which a fault delays, one for each call; undefined for a call of somebody else. */
  callersAsleep(): readonly (string | undefined)[]
}

interface Sleeper {
  wakesAtMs: number
  isCall: boolean
  caller: string | undefined
  wake: () => void
}

/** Longer ones overflow in Node, and fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const isManual = (clock: Clock): clock is ManualClock => 'moveTo' in clock

/** @param startMs what it shows first: the machine's time unless another is given */
export const createManualClock = (startMs = Date.now()): ManualClock => {
  const sleepers = new Set<Sleeper>()
  let aheadMs = startMs - Date.now()
  let timer: NodeJS.Timeout | undefined
  const nowMs = () => Date.now() + aheadMs

  const nextWakeMs = (): number | undefined => {
    let nextMs: number | undefined
    for (const { wakesAtMs } of sleepers) nextMs = Math.min(nextMs ?? wakesAtMs, wakesAtMs)
    return nextMs
  }

  const wakeDue = () => {
    clearTimeout(timer)
    const due = [...sleepers].filter(({ wakesAtMs }) => wakesAtMs <= nowMs())
    for (const sleeper of due.sort((a, b) => a.wakesAtMs - b.wakesAtMs)) {
      sleepers.delete(sleeper)
      sleeper.wake()
    }
    const nextMs = nextWakeMs()
    if (nextMs === undefined) return
    timer = setTimeout(wakeDue, Math.min(Math.max(nextMs - nowMs(), 1), LONGEST_TIMER_MS)).unref()
  }

  return {
    nowMs,
    nextWakeMs,
    sleep: (ms, { signal, isCall = false }: Sleep = {}) =>
      new Promise(resolve => {
        if (ms <= 0) return resolve()
        const sleeper = { wakesAtMs: nowMs() + ms, isCall, caller: callingInvocation(), wake: resolve }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', () => sleepers.delete(sleeper), { once: true })
        if (sleeper.wakesAtMs === nextWakeMs()) wakeDue()
      }),
    moveTo(atMs) {
      aheadMs += Math.max(atMs - nowMs(), 0)
      wakeDue()
    },
    callersAsleep: () => [...sleepers].flatMap(({ isCall, caller }) => (isCall ? [caller] : [])),
  }
}
