import type { Message, PrivateMessage } from '../model.ts'

/** One line of a channel: a message, and the thread it belongs to if it is a reply that was also sent here. */
export interface FeedItem {
  message: Message | PrivateMessage
  rootTs: string
  isBroadcast: boolean
}

/** Milliseconds since the epoch of a Slack `ts`. */
export const readTsMs = (ts: string): number => Number(ts) * 1000

const byTs = (a: { message: Message }, b: { message: Message }) => Number(a.message.ts) - Number(b.message.ts)

/** Whether a reply was sent to the channel too. */
export const isBroadcast = (reply: Message): boolean =>
  reply.reply_broadcast === true || reply.subtype === 'thread_broadcast'

/** What a channel shows to one person: its messages, replies sent to the channel too, and what they alone see. */
export const createFeed = (messages: readonly Message[], own: readonly PrivateMessage[]): FeedItem[] => {
  const items = new Map<string, FeedItem>()
  for (const message of messages) {
    const rootTs = message.thread_ts ?? message.ts
    items.set(message.ts, { message, rootTs, isBroadcast: rootTs !== message.ts })
    for (const reply of message.replies ?? []) {
      if (isBroadcast(reply)) items.set(reply.ts, { message: reply, rootTs: message.ts, isBroadcast: true })
    }
  }
  for (const message of own) {
    if (!message.thread_ts)
      items.set(`own-${message.ts}`, { message, rootTs: message.ts, isBroadcast: false })
  }
  return [...items.values()].sort(byTs)
}

/** The replies of one thread, with what the viewer alone sees in it. */
export const createThread = (root: Message, own: readonly PrivateMessage[]): (Message | PrivateMessage)[] =>
  [...(root.replies ?? []), ...own.filter(m => m.thread_ts === root.ts)].sort(
    (a, b) => Number(a.ts) - Number(b.ts),
  )
