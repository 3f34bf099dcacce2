import type { Faults } from '../../kernel/faults.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import type { Envelope } from '../envelope.ts'
import type { Queue } from '../sqs/queue.ts'
import { matchesPattern } from './matches.ts'

/** A rule of the default bus whose targets are queues. */
export interface Rule {
  name: string
  enabled: boolean
  pattern: Readonly<Record<string, unknown>>
  targetQueueNames: readonly string[]
}

export interface Bus {
  /** What a service put on the default bus; gives how many messages came of it. */
  put(envelope: Envelope): number
}

export interface BusOptions {
  faults: Faults
  timeline: Timeline
  rules: readonly Rule[]
  queues: ReadonlyMap<string, Queue>
}

const subjectOf = (envelope: Envelope): string => {
  const { ImageId, State } = envelope.detail
  return [envelope['detail-type'], ImageId, State].filter(part => typeof part === 'string').join(' ')
}

/** Best effort upstream, at least once downstream: a fault loses an event, or delivers it twice. */
export const createBus = ({ faults, timeline, rules, queues }: BusOptions): Bus => ({
  put(envelope) {
    const fault = faults.take('eventbridge', 'PutEvents')
    if (fault?.drop) {
      timeline.record('eventbridge', `${subjectOf(envelope)} -> lost`, envelope)
      return 0
    }
    const copies = fault?.error === 'duplicate' ? 2 : 1
    const targets = rules
      .filter(rule => rule.enabled && matchesPattern(envelope, rule.pattern))
      .flatMap(rule => rule.targetQueueNames.flatMap(name => queues.get(name) ?? []))
    for (const queue of targets) {
      for (let copy = 0; copy < copies; copy += 1) queue.send({ body: JSON.stringify(envelope) })
    }
    const where = targets.map(queue => queue.settings.name).join(', ') || 'no rule'
    timeline.record(
      'eventbridge',
      `${subjectOf(envelope)} -> ${where}${copies > 1 ? ' (twice)' : ''}`,
      envelope,
    )
    return targets.length * copies
  },
})
