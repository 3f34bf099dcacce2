import { callingInvocation } from './calling-invocation.ts'
import type { Clock } from './clock.ts'
import { forget } from './forget.ts'
import { keysOf } from './keys.ts'
import type { Moment } from './moment.ts'

export interface Timeline {
  /**
   * @param endedAtMs when it ended, where some time may have passed since then; now when left out
   * @param invocation of a function that has ended, its id; a call's own is known
   */
  record(
    service: Moment['service'],
    title: string,
    detail: unknown,
    endedAtMs?: number,
    invocation?: string,
  ): void
  /** The newest two thousand moments and what began them, oldest first. */
  recent(): readonly Moment[]
  /** Calls `listener` for each new moment, until the returned function is called. */
  subscribe(listener: (moment: Moment) => void): () => void
}

/** An entry with a duration has it at the end of its line, for example `-> ok in 142 ms`. */
const readTookMs = (title: string): number | undefined => {
  const [, ms] = / in (\d+) ms$/.exec(title) ?? []
  return ms === undefined ? undefined : Number(ms)
}

/** Events and functions are not calls of a function, so they carry no invocation. */
const callerOf = (service: Moment['service']): string | undefined =>
  service === 'eventbridge' || service === 'lambda' ? undefined : callingInvocation()

export const createTimeline = (clock: Clock): Timeline => {
  let moments: Moment[] = []
  const listeners = new Set<(moment: Moment) => void>()
  let nextId = 1
  return {
    record(service, title, detail, endedAtMs = clock.nowMs(), invocation = callerOf(service)) {
      const about = keysOf([title, detail])
      const tookMs = readTookMs(title)
      const moment: Moment = { id: nextId++, atMs: endedAtMs, service, title, detail, about }
      if (tookMs !== undefined) moment.tookMs = tookMs
      if (invocation !== undefined) moment.invocation = invocation
      moments.push(moment)
      moments = forget(moments)
      for (const listener of listeners) listener(moment)
    },
    recent: () => moments,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
