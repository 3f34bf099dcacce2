import { readFileSync, writeFileSync } from 'node:fs'
import { stringify } from 'yaml'
import type { MemoryMessenger } from './memory/messenger.ts'

/** A UUID, or the beginning of one in the id of a digest. */
const RANDOM = /[0-9a-f]{8}-[0-9a-f]{4}(-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|(?=\.\d))/g

/** The same in each run: random ids are numbered in the order in which they come. */
const withoutChance = (text: string): string => {
  const seen: string[] = []
  return text.replace(RANDOM, id => {
    if (!seen.includes(id)) seen.push(id)
    return `random-${seen.indexOf(id) + 1}`
  })
}

/** A text as almost all are is its words alone; `mrkdwn` where Slack parses it. Any other one stays as it is. */
const shorten = (_key: unknown, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  const { type, text, emoji, verbatim, ...more } = value as Record<string, unknown>
  if (Object.keys(more).length > 0) return value
  if (type === 'plain_text' && emoji === false) return text
  if (type === 'mrkdwn' && verbatim === true) return { mrkdwn: text }
  return value
}

/**
 * Everything that amiops sends to Slack in a world in memory from now on: messages, edits, forms, Homes and files, whole, in their order.
 *
 * @returns compares it with `test/messages/NAME.yaml`; with WRITE_MESSAGES=1 it writes that file instead, to be read before it is committed
 */
export const recordSent = (messenger: MemoryMessenger): ((name: string) => void) => {
  const sent: object[] = []
  const { post, update, postEphemeral, respond, showForm, publishHome, shareFile } = messenger
  Object.assign(messenger, {
    post: async (...of: Parameters<typeof post>) => {
      const [channel, message, thread] = of
      sent.push({
        post: channel,
        ...(thread && { thread: thread.broadcast ? 'and channel' : 'only' }),
        message,
      })
      return post(...of)
    },
    update: async (...of: Parameters<typeof update>) => {
      const [channel, ts, message] = of
      sent.push({ edit: `${channel} ${ts}`, message })
      return update(...of)
    },
    postEphemeral: async (...of: Parameters<typeof postEphemeral>) => {
      const [channel, user, message] = of
      sent.push({ ephemeral: `${user} in ${channel}`, message })
      return postEphemeral(...of)
    },
    respond: async (...of: Parameters<typeof respond>) => {
      sent.push({ answer: of[0], message: of[1] })
      return respond(...of)
    },
    showForm: async (...of: Parameters<typeof showForm>) => {
      sent.push({ form: of[0], view: of[1] })
      return showForm(...of)
    },
    publishHome: async (...of: Parameters<typeof publishHome>) => {
      sent.push({ home: of[0], view: of[1] })
      return publishHome(...of)
    },
    shareFile: async (...of: Parameters<typeof shareFile>) => {
      const { content, title, channelId } = of[1]
      sent.push({ file: title, in: channelId, content: typeof content === 'string' ? content : 'a picture' })
      return shareFile(...of)
    },
  } satisfies Partial<MemoryMessenger>)
  return name => {
    const file = `test/messages/${name}.yaml`
    const text = withoutChance(stringify(sent, shorten, { lineWidth: 0, aliasDuplicateObjects: false }))
    sent.length = 0
    if (process.env.WRITE_MESSAGES) writeFileSync(file, text)
    expect(text).toBe(readFileSync(file, 'utf8'))
  }
}
