/** The queues, as the flows name them. */
export const QUEUES = ['events', 'requests', 'scans', 'events dead letters', 'requests dead letters'] as const
export type QueueName = (typeof QUEUES)[number]
export type DeadLetterQueue = Extract<QueueName, `${string} dead letters`>

/** How many messages are in a queue; AWS counts approximately. */
export type Depth =
  | { kind: 'known'; waiting: number; underWay: number; delayed: number }
  | { kind: 'unknown'; why: string }

/** One message that could not be served: what it was about and why it is there, without its content. */
export interface DeadLetter {
  about: string
  why: string
}

/** The last event of the last batch that was announced. */
export interface LastAnnounced {
  atMs: number
  image: string
  state: string
  /** From AWS's time of the event (whole seconds) until it was announced. */
  afterMs: number
}
