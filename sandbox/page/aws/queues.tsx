import { useState } from 'react'
import { useResource } from '../live.ts'
import { readMoment } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { useNow } from '../use-now.ts'
import { awsApi } from './aws-api.ts'
import type { QueueDepth } from './aws-model.ts'
import { JsonView } from './json-view.tsx'
import { countOf, readSpan } from './moment-words.ts'
import { useOptional } from './use-optional.ts'

const Depth = ({ name, count }: { name: string; count: number }) => (
  <div className={count > 0 ? 'depth some' : 'depth'}>
    <dt>{name}</dt>
    <dd>{count.toLocaleString('en')}</dd>
  </div>
)

const Messages = ({ queue, depth }: { queue: string; depth: string }) => {
  const { data, error } = useResource('messages', `${queue} ${depth}`, () => awsApi.messages(queue))
  if (error) return <p className="trouble">{error}</p>
  return (
    <ul className="queue-messages">
      {data?.map(message => (
        <li key={message.messageId}>
          <details>
            <summary>
              <code>{message.messageId.slice(0, 8)}</code> sent {readMoment(message.sentAtMs)}, received{' '}
              {message.receiveCount} {message.receiveCount === 1 ? 'time' : 'times'}
            </summary>
            <JsonView value={message} label={`Message ${message.messageId}`} />
          </details>
        </li>
      ))}
    </ul>
  )
}

const readKind = ({ deadLettersOf, fifo, maxReceiveCount, functions }: QueueDepth): string => {
  if (deadLettersOf.length > 0) return 'Dead-letter queue: messages that failed too often. Triggers an alarm.'
  return [
    fifo ? 'FIFO: one message at a time per image' : 'Standard: any order, at least once',
    functions.length > 0 && `read by ${functions.join(', ')}`,
    maxReceiveCount && `dead letter after ${maxReceiveCount} receives`,
  ]
    .filter(Boolean)
    .join(' · ')
}

const QueueLine = ({ queue }: { queue: QueueDepth }) => {
  const [isOpen, setOpen] = useState(false)
  const isDead = queue.deadLettersOf.length > 0
  const total = queue.visible + queue.inFlight + queue.delayed
  return (
    <li className={isDead && total > 0 ? 'queue dead' : 'queue'}>
      <h3>
        {isDead && total > 0 && <Icon name="warning" size={16} />} {queue.name}
      </h3>
      <p className="quiet">{readKind(queue)}</p>
      {queue.rules.map(({ name, pattern }) => (
        <details key={name} className="rule">
          <summary>
            from rule <code>{name}</code>
          </summary>
          <JsonView value={pattern} label={`Pattern of ${name}`} />
        </details>
      ))}
      <dl className="depths">
        <Depth name="Visible" count={queue.visible} />
        <Depth name="In flight" count={queue.inFlight} />
        <Depth name="Delayed" count={queue.delayed} />
        <div className={total > 0 ? 'depth some' : 'depth'}>
          <dt>Oldest</dt>
          <dd>{total > 0 ? readSpan(queue.oldestAgeMs) : '–'}</dd>
        </div>
      </dl>
      {total > 0 && (
        <button type="button" className="text-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide messages' : `Show ${countOf(total, 'message')}`}
        </button>
      )}
      {isOpen && total > 0 && (
        <Messages queue={queue.name} depth={`${queue.visible}/${queue.inFlight}/${queue.delayed}`} />
      )}
    </li>
  )
}

/** What waits in the queues, dead letters included. */
export const Queues = () => {
  // Ages grow by themselves, so this looks every second while it is open.
  const nowMs = useNow(1_000)
  const [queues] = useOptional(awsApi.queues, 'happened', nowMs)
  return (
    <ul className="queues">
      {queues?.map(queue => (
        <QueueLine key={queue.name} queue={queue} />
      ))}
    </ul>
  )
}
