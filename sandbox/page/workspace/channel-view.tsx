import { Fragment, useEffect, useState } from 'react'
import { api } from '../api.ts'
import { useResource } from '../live.ts'
import type { Channel } from '../model.ts'
import { useSession } from '../session.tsx'
import { readDay } from '../text/dates.ts'
import { SpokenMrkdwn } from '../text/mrkdwn.tsx'
import { Icon } from '../ui/icon.tsx'
import { ShortName } from '../ui/short-name.tsx'
import { Composer } from './composer.tsx'
import { createFeed, type FeedItem, readTsMs } from './feed.ts'
import { MessageView } from './message.tsx'
import { onMessageKeys } from './message-keys.ts'
import { usePermalink } from './permalink.ts'
import { Thread } from './thread.tsx'
import { useBottom } from './use-bottom.ts'
import { useLatestPart } from './use-latest-part.ts'
import { usePrivate } from './use-private.ts'
import { useTarget } from './use-target.ts'
import { useMarkRead, useUnreadMark } from './use-unread-mark.ts'

const dayOf = (ts: string) => new Date(readTsMs(ts)).toDateString()

const Divider = ({
  item,
  before,
  mark,
}: {
  item: FeedItem
  before?: FeedItem | undefined
  mark: string | undefined
}) => {
  const { ts } = item.message
  const isNewDay = dayOf(ts) !== dayOf(before?.message.ts ?? '0')
  // It parts what was read from what was not: where nothing was read it would part nothing.
  const isFirstNew =
    mark !== undefined &&
    before !== undefined &&
    // Nobody marks as read what only they can see.
    !('is_ephemeral' in item.message) &&
    Number(ts) > Number(mark) &&
    Number(before.message.ts) <= Number(mark)
  return (
    <>
      {isNewDay && (
        <p className={isFirstNew ? 'day new-day' : 'day'}>
          <span>{readDay(readTsMs(ts), Date.now())}</span>
          {isFirstNew && <b>New</b>}
        </p>
      )}
      {isFirstNew && !isNewDay && (
        <p className="day new-line">
          <b>New</b>
        </p>
      )}
    </>
  )
}

const Nothing = () => (
  <div className="empty">
    <h3>No messages yet</h3>
    <p>When an image changes, its card is posted to the channel that the routing rules name.</p>
  </div>
)

/** The way back to the end, for who reads further up. */
const ToEnd = ({ hasNews, onGo }: { hasNews: boolean; onGo: () => void }) => (
  <button type="button" className="news" onClick={onGo}>
    <Icon name="chevron" size={16} /> {hasNews ? 'New messages' : 'Jump to latest'}
  </button>
)

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
  const { part, earlier, showEarlier, reach } = useLatestPart(feed, bottom.ref, bottom.isNear)
  const mark = useUnreadMark(channel, person.name, newest?.ts)
  useMarkRead(channel.name, person.name, newest?.ts)
  const root = messages?.find(m => m.ts === thread)
  const dismiss = (ts: string) => setDismissed(all => [...all, ts])

  const target = usePermalink()
  const targetRoot = messages?.find(m => m.replies?.some(reply => reply.ts === target))?.ts
  useTarget(
    targetRoot ? undefined : target,
    part.some(item => item.message.ts === target),
    '.channel-main',
  )
  // Only when the address or the first answer changes: afterwards the reader goes where they like.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!target || !messages) return
    bottom.leave()
    if (targetRoot) setThread(targetRoot)
    else reach(target)
  }, [target, messages !== undefined])

  return (
    <div className={root ? 'channel has-thread' : 'channel'}>
      <section className="channel-main" aria-label={`#${channel.name}`}>
        <header className="pane-head">
          <h2>
            <Icon name="hash" size={18} />
            <ShortName name={channel.name} />
          </h2>
        </header>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the messages in it */}
        <div className="feed" ref={bottom.ref} onScroll={bottom.onScroll} onKeyDown={onMessageKeys}>
          <div className="feed-inside">
            {error && <p className="trouble">{error}</p>}
            {!messages && !error && <p className="quiet">Loading messages…</p>}
            {messages && feed.length === 0 && <Nothing />}
            {earlier > 0 && (
              <button type="button" className="button small earlier" onClick={showEarlier}>
                Show earlier messages ({earlier.toLocaleString('en')})
              </button>
            )}
            {part.map((item, index) => (
              <Fragment key={item.message.ts}>
                <Divider item={item} before={part[index - 1]} mark={mark} />
                <MessageView
                  message={item.message}
                  channelId={channel.id}
                  place={channel.name}
                  note={item.isBroadcast ? 'replied to a thread' : undefined}
                  onThread={() => setThread(item.rootTs)}
                  onDismiss={
                    ownHere.some(m => m === item.message) ? () => dismiss(item.message.ts) : undefined
                  }
                />
              </Fragment>
            ))}
          </div>
        </div>
        <div className="hidden" aria-live="polite">
          {newest && (
            <>
              New in {channel.name}: <SpokenMrkdwn text={newest.text ?? ''} />
            </>
          )}
        </div>
        {(bottom.hasNews || bottom.isFar) && <ToEnd hasNews={bottom.hasNews} onGo={bottom.toBottom} />}
        <Composer channel={channel} />
      </section>
      {root && (
        <Thread
          key={root.ts}
          root={root}
          channel={channel}
          own={ownHere}
          target={targetRoot === root.ts ? target : undefined}
          onDismiss={dismiss}
          onClose={() => setThread(undefined)}
        />
      )}
    </div>
  )
}
