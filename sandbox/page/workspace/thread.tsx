import { useEffect, useRef } from 'react'
import type { Channel, Message, PrivateMessage } from '../model.ts'
import { Icon } from '../ui/icon.tsx'
import { createThread, isBroadcast } from './feed.ts'
import { MessageView } from './message.tsx'

interface ThreadProps {
  root: Message
  channel: Channel
  own: readonly PrivateMessage[]
  onDismiss: (ts: string) => void
  onClose: () => void
}

/** A message and its replies, beside the channel (or over it, where there is no room). Esc closes it. */
export const Thread = ({ root, channel, own, onDismiss, onClose }: ThreadProps) => {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const replies = createThread(root, own)
  const count = root.replies?.length ?? 0
  return (
    <aside
      ref={panel}
      className="thread"
      aria-label="Thread"
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <header className="pane-head">
        <h2>
          Thread <span className="pane-sub">#{channel.name}</span>
        </h2>
        <button type="button" className="icon-button" aria-label="Close thread" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="feed">
        <MessageView message={root} channelId={channel.id} />
        <p className="day replies-count">
          <span>{count === 1 ? '1 reply' : `${count} replies`}</span>
        </p>
        {replies.map(reply => (
          <MessageView
            key={reply.ts}
            message={reply}
            channelId={channel.id}
            note={isBroadcast(reply) ? `also sent to #${channel.name}` : undefined}
            onDismiss={'is_ephemeral' in reply ? () => onDismiss(reply.ts) : undefined}
          />
        ))}
      </div>
    </aside>
  )
}
