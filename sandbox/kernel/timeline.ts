import type { Clock } from './clock.ts'

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
}

export interface Timeline {
  record(service: Moment['service'], title: string, detail: unknown): void
  /** The newest moments, oldest first. */
  recent(): readonly Moment[]
  /** Calls `listener` for each new moment, until the returned function is called. */
  subscribe(listener: (moment: Moment) => void): () => void
}

const KEPT = 2_000

export const createTimeline = (clock: Clock): Timeline => {
  const moments: Moment[] = []
  const listeners = new Set<(moment: Moment) => void>()
  let nextId = 1
  return {
    record(service, title, detail) {
      const moment = { id: nextId++, atMs: clock.nowMs(), service, title, detail }
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
