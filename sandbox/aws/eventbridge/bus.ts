import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { CALL_VIA_CLOUDTRAIL } from '../cloudtrail/call-event.ts'
import { type Envelope, EnvelopeSchema } from '../envelope.ts'
import type { Queue } from '../sqs/queue.ts'
import { type Members, type Rule, routeEvent } from './route.ts'
import { createUnreliability, type Unreliability, UnreliabilitySchema } from './unreliability.ts'

export interface Bus {
  /** Puts an event of a service on the default bus. @returns how many messages were made of it so far */
  put(envelope: Envelope): number
  settings(): Unreliability
  configure(settings: Unreliability): void
  /** Events that wait to be overtaken. */
  pending(): number
  /** Calls `listener` whenever something has changed that a snapshot holds. */
  onChange(listener: () => void): () => void
  /** The settings and the events that wait, as JSON. */
  snapshot(): unknown
  /** Takes up a snapshot; throws at what is none. */
  restore(snapshot: unknown): void
}

export interface BusOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  rules: readonly Rule[]
  /** Where other accounts and regions have member stacks; without it, the rules see all events. */
  members?: Members | undefined
  queues: ReadonlyMap<string, Queue>
}

/** The longest that an event waits to be overtaken. */
const OVERTAKEN_WITHIN_MS = 5_000

const HeldSchema = v.strictObject({ envelope: EnvelopeSchema, untilMs: v.number() })
type Held = v.InferOutput<typeof HeldSchema>

const SnapshotSchema = v.strictObject({ settings: UnreliabilitySchema, held: v.array(HeldSchema) })

const subjectOf = (envelope: Envelope): string => {
  const { ImageId, State, eventName, operation, name, exception } = envelope.detail
  return [envelope['detail-type'], eventName, ImageId, State, operation, name, exception]
    .filter(part => typeof part === 'string')
    .join(' ')
}

/**
 * Services emit events with best effort, and the bus delivers them at least once and in no order: on request some are lost, doubled or
 * overtaken.
 */
export const createBus = (options: BusOptions): Bus => {
  const { clock, faults, timeline, queues } = options
  const unreliability = createUnreliability()
  const listeners = new Set<() => void>()
  let held: Held[] = []

  const changed = () => {
    for (const listener of listeners) listener()
  }

  const deliver = (envelope: Envelope, copies: number, note = ''): number => {
    const targets = routeEvent(envelope, options.rules, options.members).filter(({ queueName }) =>
      queues.has(queueName),
    )
    for (const { queueName, ...sent } of targets) {
      for (let copy = 0; copy < copies; copy += 1)
        queues.get(queueName)?.send({ body: JSON.stringify(envelope), ...sent })
    }
    const where = targets.map(({ queueName }) => queueName).join(', ') || 'no rule'
    timeline.record('eventbridge', `${subjectOf(envelope)} -> ${where}${note}`, envelope)
    return targets.length * copies
  }

  const release = (released: readonly Held[]) => {
    const due = released.filter(one => held.includes(one))
    if (due.length === 0) return
    held = held.filter(one => !due.includes(one))
    for (const { envelope } of due) deliver(envelope, 1, ' (late)')
    changed()
  }

  const hold = (one: Held) => {
    held.push(one)
    void clock.sleep(one.untilMs - clock.nowMs()).then(() => release([one]))
    changed()
  }

  return {
    put(envelope) {
      const kind = envelope['detail-type']
      // A fault for `PutEvents` is for events that a service emits by itself, not for CloudTrail's.
      const call = kind === CALL_VIA_CLOUDTRAIL ? 'CloudTrail' : 'PutEvents'
      const fault =
        faults.take('eventbridge', `${call}@${envelope.account}`) ?? faults.take('eventbridge', call)
      const irregularity = unreliability.decide(kind, fault)
      if (irregularity === 'drop') {
        timeline.record('eventbridge', `${subjectOf(envelope)} -> lost`, envelope)
        return 0
      }
      // Only one event waits at a time: two would be overtaken together, and stay in order.
      if (irregularity === 'swap' && held.length === 0) {
        hold({ envelope, untilMs: clock.nowMs() + OVERTAKEN_WITHIN_MS })
        return 0
      }
      const waiting = [...held]
      const messages = irregularity === 'double' ? deliver(envelope, 2, ' (twice)') : deliver(envelope, 1)
      // An event without a target overtakes none.
      if (messages > 0) release(waiting)
      return messages
    },
    settings: unreliability.settings,
    configure(settings) {
      unreliability.configure(settings)
      changed()
    },
    pending: () => held.length,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => structuredClone({ settings: unreliability.settings(), held }),
    restore(json) {
      const kept = v.parse(SnapshotSchema, json)
      unreliability.configure(kept.settings)
      held = []
      for (const one of kept.held) hold(one)
    },
  }
}
