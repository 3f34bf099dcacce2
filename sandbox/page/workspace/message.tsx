import type { AnyBlock } from '@slack/types'
import { Blocks } from '../blocks/block.tsx'
import { SurfaceProvider } from '../blocks/surface.tsx'
import { useForm } from '../blocks/use-form.ts'
import type { Message, PrivateMessage } from '../model.ts'
import { useSession } from '../session.tsx'
import { readMoment, readTime } from '../text/dates.ts'
import { Mrkdwn } from '../text/mrkdwn.tsx'
import { AppAvatar, Avatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { AttachmentView } from './attachment.tsx'
import { readTsMs } from './feed.ts'
import { FileView } from './file.tsx'
import { MessageTools } from './message-tools.tsx'
import { createPermalink } from './permalink.ts'
import { RepliesLink } from './replies-link.tsx'
import { useKeptFocus } from './use-kept-focus.ts'
import { useSurfaceOf } from './use-surface.ts'
import { readWriter } from './writer.ts'

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
    {message.files?.map(file => (
      <FileView key={file.id} file={file} />
    ))}
    {message.edited && (
      <span className="edited" title={`Edited ${readMoment(readTsMs(message.edited.ts))}`}>
        (edited)
      </span>
    )}
  </>
)

const blocksOf = (message: Message): readonly AnyBlock[] => [
  ...(message.blocks ?? []),
  ...(message.attachments ?? []).flatMap(attachment => attachment.blocks ?? []),
]

interface MessageViewProps {
  message: Message | PrivateMessage
  channelId: string
  /** The name of the channel, for the message's own address. */
  place?: string | undefined
  onThread?: (() => void) | undefined
  onDismiss?: (() => void) | undefined
  note?: string | undefined
}

/** One message with its replies, reactions and actions. */
export const MessageView = ({ message, channelId, place, onThread, onDismiss, note }: MessageViewProps) => {
  const { people, person } = useSession()
  const where = { channel: channelId, ts: message.ts }
  const surface = useSurfaceOf({ blocks: blocksOf(message), form: useForm(), where })
  const focus = useKeptFocus(message)
  const { name, isApp } = readWriter(message, people)
  const isEphemeral = 'is_ephemeral' in message && message.is_ephemeral === true
  const ms = readTsMs(message.ts)
  const replies = message.reply_count ?? message.replies?.length ?? 0
  const href = place && !isEphemeral ? createPermalink(person.name, place, message.ts) : undefined
  const time = <time title={readMoment(ms)}>{readTime(ms)}</time>
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
          {href ? (
            <a className="message-time" href={href}>
              {time}
            </a>
          ) : (
            time
          )}
        </p>
        <SurfaceProvider value={surface}>
          <Content message={message} />
        </SurfaceProvider>
        {onThread && replies > 0 && <RepliesLink message={message} count={replies} onOpen={onThread} />}
        {onDismiss && (
          <button type="button" className="text-button" onClick={onDismiss}>
            Dismiss message
          </button>
        )}
      </div>
      {href && <MessageTools href={href} channel={channelId} ts={message.ts} />}
    </article>
  )
}
