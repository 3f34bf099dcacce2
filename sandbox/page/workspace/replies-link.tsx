import type { Message } from '../model.ts'
import { useSession } from '../session.tsx'
import { readAgo } from '../text/dates.ts'
import { AppAvatar, Avatar } from '../ui/avatar.tsx'
import { useNow } from '../use-now.ts'
import { readTsMs } from './feed.ts'
import { readWriter } from './writer.ts'

const MOST_FACES = 3
const EVERY_MS = 60_000

/** "2 replies", with who wrote them and when the last one came. */
export const RepliesLink = ({
  message,
  count,
  onOpen,
}: {
  message: Message
  count: number
  onOpen: () => void
}) => {
  const { people } = useSession()
  const nowMs = useNow(EVERY_MS)
  const writers = new Map((message.replies ?? []).map(reply => [reply.user ?? '', readWriter(reply, people)]))
  const last = message.latest_reply ?? message.replies?.at(-1)?.ts
  return (
    <button type="button" className="thread-link" onClick={onOpen}>
      <span className="faces">
        {[...writers.values()]
          .slice(0, MOST_FACES)
          .map(({ name, isApp }) =>
            isApp ? <AppAvatar key={name} size={22} /> : <Avatar key={name} name={name} size={22} />,
          )}
      </span>
      <span>{count === 1 ? '1 reply' : `${count} replies`}</span>
      <span className="thread-hint thread-last">
        {last && `Last reply ${readAgo(readTsMs(last), Math.max(nowMs, readTsMs(last)))}`}
      </span>
      <span className="thread-hint thread-view">View thread</span>
    </button>
  )
}
