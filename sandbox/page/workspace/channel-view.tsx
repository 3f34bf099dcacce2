import { Fragment, useEffect, useState } from 'react'
import { api } from '../api.ts'
import { touch, useResource } from '../live.ts'
import type { Channel } from '../model.ts'
import { useSession } from '../session.tsx'
import { readDay } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { Composer } from './composer.tsx'
import { createFeed, readTsMs } from './feed.ts'
import { MessageView } from './message.tsx'
import { Thread } from './thread.tsx'
import { useBottom } from './use-bottom.ts'
import { usePrivate } from './use-private.ts'

const dayOf = (ts: string) => new Date(readTsMs(ts)).toDateString()

/** Tells the sandbox that this person has seen the channel, each time something new is shown. */
const useMarkRead = (channel: string, person: string, newestTs: string | undefined) => {
  useEffect(() => {
    if (!newestTs) return
    const mark = () => {
      if (document.visibilityState !== 'visible') return
      // A lost read mark is only a number that stays; the next message sets it right.
      api.markRead(channel, person).then(
        () => touch('channels'),
        () => {},
      )
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [channel, person, newestTs])
}

export const ChannelView = ({ channel }: { channel: Channel }) => {
  const { person } = useSession()
  const { data: messages, error } = useResource(`channel/${channel.name}`, channel.name, () =>
    api.messages(channel.name),
  )
  const own = usePrivate(person.name)
  const [thread, setThread] = useState<string>()
  const [dismissed, setDismissed] = useState<readonly string[]>([])
  const ownHere = own.filter(m => m.is_ephemeral && m.channel === channel.id && !dismissed.includes(m.ts))
  const feed = createFeed(messages ?? [], ownHere)
  const newest = feed.at(-1)?.message
  const bottom = useBottom(channel.name, newest?.ts)
  useMarkRead(channel.name, person.name, newest?.ts)
  const root = messages?.find(m => m.ts === thread)
  const dismiss = (ts: string) => setDismissed(all => [...all, ts])
  return (
    <div className={root ? 'channel has-thread' : 'channel'}>
      <section className="channel-main" aria-label={`#${channel.name}`}>
        <header className="pane-head">
          <h2>
            <Icon name="hash" size={18} />
            {channel.name}
          </h2>
        </header>
        <div className="feed" ref={bottom.ref} onScroll={bottom.onScroll}>
          <div className="feed-inside">
            {error && <p className="trouble">{error}</p>}
            {messages && feed.length === 0 && (
              <div className="empty">
                <h3>Nothing here yet</h3>
                <p>When an image changes, its card arrives in the channel that the rules name.</p>
              </div>
            )}
            {feed.map(({ message, rootTs, isBroadcast }, index) => (
              <Fragment key={message.ts}>
                {dayOf(message.ts) !== dayOf(feed[index - 1]?.message.ts ?? '0') && (
                  <p className="day">
                    <span>{readDay(readTsMs(message.ts), Date.now())}</span>
                  </p>
                )}
                <MessageView
                  message={message}
                  channelId={channel.id}
                  note={isBroadcast ? 'replied to a thread' : undefined}
                  onThread={() => setThread(rootTs)}
                  onDismiss={ownHere.some(m => m === message) ? () => dismiss(message.ts) : undefined}
                />
              </Fragment>
            ))}
          </div>
        </div>
        <div className="hidden" aria-live="polite">
          {newest && `New in ${channel.name}: ${newest.text ?? ''}`}
        </div>
        {bottom.hasNews && (
          <button type="button" className="news" onClick={bottom.toBottom}>
            <Icon name="chevron" size={16} /> New messages
          </button>
        )}
        <Composer channel={channel} />
      </section>
      {root && (
        <Thread
          key={root.ts}
          root={root}
          channel={channel}
          own={ownHere}
          onDismiss={dismiss}
          onClose={() => setThread(undefined)}
        />
      )}
    </div>
  )
}
