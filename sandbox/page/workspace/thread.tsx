import { useEffect, useRef } from 'react'
import type { Channel, Message, PrivateMessage } from '../model.ts'
import { SpokenMrkdwn } from '../text/mrkdwn.tsx'
import { Icon } from '../ui/icon.tsx'
import { ShortName } from '../ui/short-name.tsx'
import { createThread, isBroadcast } from './feed.ts'
import { MessageView } from './message.tsx'
import { onMessageKeys } from './message-keys.ts'
import { useBottom } from './use-bottom.ts'
import { useTarget } from './use-target.ts'

interface ThreadProps {
  root: Message
  /** Its name is that of a person in a direct message. */
  channel: Pick<Channel, 'id' | 'name'>
  isDirect?: boolean
  own: readonly PrivateMessage[]
  /** The reply that the address of the page means. */
  target: string | undefined
  onDismiss: (ts: string) => void
  onClose: () => void
}

/** A message and its replies, beside the channel (or over it, where there is no room). Esc closes it. */
export const Thread = ({ root, channel, isDirect, own, target, onDismiss, onClose }: ThreadProps) => {
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const replies = createThread(root, own)
  // A direct message has no address of its own on the page.
  const place = isDirect ? undefined : channel.name
  const count = root.replies?.length ?? 0
  const newest = replies.at(-1)
  const bottom = useBottom(root.ts, newest?.ts)
  useTarget(target, true, '.thread')
  return (
    <aside
      ref={panel}
      className="thread"
      aria-label="Thread"
      data-pane
      tabIndex={-1}
      onKeyDown={event => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <header className="pane-head">
        <h2>
          Thread <ShortName className="pane-sub" name={isDirect ? channel.name : `#${channel.name}`} />
        </h2>
        <button type="button" className="icon-button" aria-label="Close thread" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the messages in it */}
      <div className="feed" ref={bottom.ref} onScroll={bottom.onScroll} onKeyDown={onMessageKeys}>
        <div className="feed-inside">
          <MessageView message={root} channelId={channel.id} place={place} />
          <p className="day replies-count">
            <span>{count === 1 ? '1 reply' : `${count} replies`}</span>
          </p>
          {replies.map(reply => (
            <MessageView
              key={reply.ts}
              message={reply}
              channelId={channel.id}
              place={place}
              note={isBroadcast(reply) ? `also sent to #${channel.name}` : undefined}
              onDismiss={'is_ephemeral' in reply ? () => onDismiss(reply.ts) : undefined}
            />
          ))}
        </div>
      </div>
      <div className="hidden" aria-live="polite">
        {newest && (
          <>
            Latest reply: <SpokenMrkdwn text={newest.text ?? ''} />
          </>
        )}
      </div>
    </aside>
  )
}
