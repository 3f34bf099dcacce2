import { callingInvocation } from './calling-invocation.ts'
import type { Clock } from './clock.ts'
import { keysOf } from './keys.ts'

/** One thing that happened in the sandbox, in the words of the service it happened to. */
export interface Moment {
  id: number
  atMs: number
  /** Which part of the world: `slack`, `ec2`, `sqs`, `eventbridge`, `lambda`. */
  service: 'slack' | 'ec2' | 'sqs' | 'eventbridge' | 'lambda'
  /** One readable line, for example `DisableImage ami-0abc -> UnauthorizedOperation`. */
  title: string
  /** What is shown when the line is opened. Never a token or a signature. */
  detail: unknown
  /** Ids of the images, events, messages and requests it is about: moments that share one belong together. */
  about: readonly string[]
  /** For what lasted: it began that long before `atMs`. */
  tookMs?: number
  /** The invocation of a function that made the call, or that this is. */
  invocation?: string
}

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
  /** The newest moments, oldest first. */
  recent(): readonly Moment[]
  /** Calls `listener` for each new moment, until the returned function is called. */
  subscribe(listener: (moment: Moment) => void): () => void
}

const KEPT = 2_000

/** Whatever lasts says so at the end of its line, for example `-> ok in 142 ms`. */
const readTookMs = (title: string): number | undefined => {
  const [, ms] = / in (\d+) ms$/.exec(title) ?? []
  return ms === undefined ? undefined : Number(ms)
}

/** An event follows a call, but nobody called EventBridge; a function is called by nobody's call. */
const callerOf = (service: Moment['service']): string | undefined =>
  service === 'eventbridge' || service === 'lambda' ? undefined : callingInvocation()

export const createTimeline = (clock: Clock): Timeline => {
  const moments: Moment[] = []
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
      if (moments.length > KEPT) moments.shift()
      for (const listener of listeners) listener(moment)
    },
    recent: () => moments,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
