import { useLayoutEffect, useRef } from 'react'
import { api } from '../api.ts'
import { Blocks } from '../blocks/block.tsx'
import { type Surface, SurfaceProvider } from '../blocks/surface.tsx'
import type { Message, Person, PrivateMessage } from '../model.ts'
import { useSession } from '../session.tsx'
import { readMoment, readTime } from '../text/dates.ts'
import { Mrkdwn } from '../text/mrkdwn.tsx'
import { AppAvatar, Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { useTell } from '../ui/notices.tsx'
import { AttachmentView } from './attachment.tsx'
import { complainAbout } from './complain.ts'
import { readTsMs } from './feed.ts'

const Content = ({ message }: { message: Message }) => (
  <>
    {message.blocks?.length ? (
      <Blocks blocks={message.blocks} />
    ) : (
      message.text && (
        <div className="message-text">
          <Mrkdwn text={message.text} />
        </div>
      )
    )}
    {message.attachments?.map((attachment, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no id
      <AttachmentView key={index} attachment={attachment} />
    ))}
    {message.edited && <span className="edited">(edited)</span>}
  </>
)

/** Keeps the focus in the message when an edit takes away the button that had it. */
const useKeptFocus = (content: unknown) => {
  const article = useRef<HTMLElement>(null)
  const hadFocus = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is a new content that takes a button away
  useLayoutEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) article.current?.focus()
  }, [content])
  return {
    ref: article,
    onFocus: () => {
      hadFocus.current = true
    },
    onBlur: (event: { target: Element; relatedTarget: Element | null }) => {
      // A removed button blurs towards nothing; that is the case to mend, not one to forget.
      if (event.relatedTarget && !article.current?.contains(event.relatedTarget)) hadFocus.current = false
    },
  }
}

/** Slack's own voice, for what went wrong between it and the app. */
const SLACKBOT_ID = 'USLACKBOT'

const readWriter = (message: Message, people: readonly Person[]) => {
  if (message.user === SLACKBOT_ID) return { name: 'Slackbot', isApp: false }
  const person = message.bot_id ? undefined : people.find(p => p.id === message.user)
  return person ? { name: person.name, isApp: false } : { name: message.username ?? 'amiops', isApp: true }
}

interface MessageViewProps {
  message: Message | PrivateMessage
  channelId: string
  onThread?: (() => void) | undefined
  onDismiss?: (() => void) | undefined
  note?: string | undefined
}

const useMessageSurface = (channelId: string, ts: string): Surface => {
  const { person, done } = useSession()
  const tell = useTell()
  return {
    press: async press => {
      done('press')
      await complainAbout(tell, api.click(person.name, { channel: channelId, ts, ...press }))
    },
  }
}

/** One message with all that hangs on it. */
export const MessageView = ({ message, channelId, onThread, onDismiss, note }: MessageViewProps) => {
  const { people } = useSession()
  const surface = useMessageSurface(channelId, message.ts)
  const focus = useKeptFocus(message)
  const { name, isApp } = readWriter(message, people)
  const isEphemeral = 'is_ephemeral' in message && message.is_ephemeral === true
  const ms = readTsMs(message.ts)
  const replies = message.reply_count ?? message.replies?.length ?? 0
  return (
    <article
      {...focus}
      className={isEphemeral ? 'message ephemeral' : 'message'}
      tabIndex={-1}
      data-ts={message.ts}
      aria-label={`${name}, ${readTime(ms)}`}
    >
      <div className="message-side">{isApp ? <AppAvatar /> : <Avatar name={name} />}</div>
      <div className="message-main">
        {isEphemeral && (
          <p className="message-note">
            <Icon name="eye" size={14} /> Only visible to you
          </p>
        )}
        {note && (
          <p className="message-note">
            {note}
            {onThread && replies === 0 && (
              <button type="button" className="text-button" onClick={onThread}>
                View thread
              </button>
            )}
          </p>
        )}
        <p className="message-head">
          <strong>{name}</strong>
          {isApp && <span className="app-badge">APP</span>}
          <time title={readMoment(ms)}>{readTime(ms)}</time>
        </p>
        <SurfaceProvider value={surface}>
          <Content message={message} />
        </SurfaceProvider>
        {onThread && replies > 0 && (
          <button type="button" className="thread-link" onClick={onThread}>
            <AppAvatar size={22} />
            <span>{replies === 1 ? '1 reply' : `${replies} replies`}</span>
            <span className="thread-hint">View thread</span>
          </button>
        )}
        {onDismiss && (
          <button type="button" className="text-button" onClick={onDismiss}>
            Dismiss message
          </button>
        )}
      </div>
    </article>
  )
}
