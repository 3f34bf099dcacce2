import type { Form } from '../../../blocks/form.ts'
import type { Home } from '../../../blocks/home-view.ts'
import type { Message } from '../../../blocks/message.ts'
import type { PersonAnswer } from '../../../src/domain/colleague.ts'
import type { ChannelAnswer, Delivery, Messenger, Refusable, SelfAnswer } from '../../../src/ports.ts'

export interface Posted {
  ts: string
  message: Message
  isBroadcast: boolean
  replies: Posted[]
}

export interface MemoryMessenger extends Messenger {
  /** The root messages of a channel, oldest first. */
  posts(channel: string): readonly Posted[]
  /** The private messages to one person, ephemeral and direct, oldest first. */
  privateMessages(userId: string): readonly string[]
  /** The messages to an answer address, oldest first. */
  answers(responseUrl: string): readonly string[]
  /** The files in the thread of a message, oldest first. */
  files(ts: string): readonly { fileId: string; title: string; content: string }[]
  /** The files in a channel, or of one person. */
  filesOf(channelId: string): readonly { title: string; content: string }[]
  /** The files with an alt text in a channel, or of one person. */
  picturesOf(channelId: string): readonly { content: string | Uint8Array; altText: string }[]
  /** The answer to every file, until this is called without one. */
  refuseFiles(answer?: Refusable): void
  /** The answer to every message, until this is called without one. */
  answerWith(delivery?: Delivery): void
  /** Deletes all messages of a channel. */
  clear(channel: string): void
  /** The views that were drawn in an open form, oldest first. */
  forms(viewId: string): readonly Form[]
  closeForm(viewId: string): void
  /** The drawings of a person's Home, oldest first. */
  homes(userId: string): readonly Home[]
  /** What people call a user group. */
  setHandle(userGroup: string, handle: string): void
  setMembers(userGroup: string, userIds: readonly string[] | undefined): void
  /** Who the bot is; U0AMIOPS at first. */
  setSelf(answer: SelfAnswer): void
  /** Sets Slack's answer about a channel; without it, Slack gives its name. */
  setChannel(channelId: string, answer: ChannelAnswer): void
  /** Sets Slack's answer about a person; without it, the person is a stranger. */
  setPerson(userId: string, answer: PersonAnswer): void
}

/** Slack in memory: with these channels. It checks no message, and keeps only its text and where it is. */
export const createMemoryMessenger = (channels: Readonly<Record<string, string>>): MemoryMessenger => {
  const idOf = (channel: string): string | undefined =>
    channels[channel] ?? Object.values(channels).find(id => id === channel)
  const roots = new Map<string, Posted[]>()
  const private_ = new Map<string, string[]>()
  const answered = new Map<string, string[]>()
  const forms = new Map<string, Form[]>()
  const closed = new Set<string>()
  const homes = new Map<string, Home[]>()
  const groups = new Map<string, readonly string[]>()
  const handles = new Map<string, string>()
  const told = new Map<string, ChannelAnswer>()
  let self: SelfAnswer = { known: true, userId: 'U0AMIOPS', botId: 'B0AMIOPS' }
  const people = new Map<string, PersonAnswer>()
  let forced: Delivery | undefined
  const files = new Map<
    string,
    {
      channelId: string
      ts: string | undefined
      title: string
      content: string | Uint8Array
      altText: string | undefined
    }
  >()
  const altTexts = new Map<string, string>()
  let refusal: Refusable | undefined
  let count = 0
  const nextTs = (): string => `1000.${String(++count).padStart(6, '0')}`
  const find = (channelId: string, ts: string): Posted | undefined => {
    const all = (roots.get(channelId) ?? []).flatMap(root => [root, ...root.replies])
    return all.find(posted => posted.ts === ts)
  }
  const add = (to: Map<string, string[]>, key: string, text: string): void => {
    to.set(key, [...(to.get(key) ?? []), text])
  }

  return {
    posts: channel => roots.get(idOf(channel) ?? '') ?? [],
    privateMessages: userId => private_.get(userId) ?? [],
    answers: responseUrl => answered.get(responseUrl) ?? [],
    forms: viewId => forms.get(viewId) ?? [],
    homes: userId => homes.get(userId) ?? [],
    async publishHome(userId, home) {
      if (forced) return forced
      homes.set(userId, [...(homes.get(userId) ?? []), home])
      return { kind: 'delivered', channelId: '', ts: '' }
    },
    closeForm: viewId => void closed.add(viewId),
    clear: channel => void roots.delete(idOf(channel) ?? ''),
    answerWith(delivery) {
      forced = delivery
    },
    setSelf(answer) {
      self = answer
    },
    self: async () => self,
    setChannel: (channelId, answer) => void told.set(channelId, answer),
    async channel(channelId) {
      const name = Object.keys(channels).find(one => channels[one] === channelId)
      return told.get(channelId) ?? { known: true, isShared: false, ...(name !== undefined && { name }) }
    },
    setPerson: (userId, answer) => void people.set(userId, answer),
    person: async userId => people.get(userId) ?? { known: true, isStranger: true, isDeactivated: false },
    setHandle: (userGroup, handle) => void handles.set(userGroup, handle),
    setMembers(userGroup, userIds) {
      if (userIds) groups.set(userGroup, userIds)
      else groups.delete(userGroup)
    },
    files: ts =>
      [...files]
        .filter(([, file]) => file.ts === ts)
        .map(([fileId, { title, content }]) => ({ fileId, title, content: String(content) })),
    filesOf: channelId =>
      [...files.values()]
        .filter(file => file.channelId === channelId)
        .map(({ title, content }) => ({ title, content: String(content) })),
    picturesOf: channelId =>
      [...files.values()].flatMap(({ channelId: where, content, altText }) =>
        where === channelId && altText !== undefined ? [{ content, altText }] : [],
      ),
    refuseFiles(answer) {
      refusal = answer
    },
    async openFile(_name, _bytes, altText) {
      const fileId = `F${++count}`
      if (altText !== undefined) altTexts.set(fileId, altText)
      return refusal ?? { kind: 'open', fileId, url: fileId }
    },
    async shareFile({ fileId }, { content, title, channelId, threadTs }) {
      if (refusal) return refusal
      files.set(fileId, { channelId, ts: threadTs, title, content, altText: altTexts.get(fileId) })
      return { kind: 'shared' }
    },
    async removeFile(fileId) {
      files.delete(fileId)
    },
    async post(channel, message, thread) {
      if (forced) return forced
      const channelId = idOf(channel)
      if (/^[UW]0/.test(channel)) {
        add(private_, channel, message.text)
        return { kind: 'delivered', channelId: channel, ts: nextTs() }
      }
      if (channelId === undefined) return { kind: 'unusable', code: 'channel_not_found' }
      const posted: Posted = { ts: nextTs(), message, isBroadcast: thread?.broadcast ?? false, replies: [] }
      const parent = thread && find(channelId, thread.ts)
      if (thread && !parent) return { kind: 'gone' }
      if (parent) parent.replies.push(posted)
      else roots.set(channelId, [...(roots.get(channelId) ?? []), posted])
      return { kind: 'delivered', channelId, ts: posted.ts }
    },
    async find(channel, { key, threadTs }) {
      if (forced?.kind === 'busy') return { kind: 'busy', retryAfterSec: forced.retryAfterSec }
      const channelId = idOf(channel)
      if (channelId === undefined) return { kind: 'unreadable', code: 'not_in_channel' }
      const among = threadTs === undefined ? roots.get(channelId) : find(channelId, threadTs)?.replies
      const found = among?.find(({ message }) => message.metadata?.event_payload.key === key)
      return found
        ? { kind: 'found', channelId, ts: found.ts, payload: { ...found.message.metadata?.event_payload } }
        : { kind: 'absent' }
    },
    async update(channelId, ts, message) {
      if (forced) return forced
      const posted = find(channelId, ts)
      if (!posted) return { kind: 'gone' }
      const metadata = message.metadata ?? posted.message.metadata
      posted.message = { ...message, ...(metadata && { metadata }) }
      return { kind: 'delivered', channelId, ts }
    },
    async postEphemeral(channelId, userId, message) {
      if (forced) return forced
      if (idOf(channelId) === undefined) return { kind: 'unusable', code: 'channel_not_found' }
      add(private_, userId, message.text)
      return { kind: 'delivered', channelId, ts: nextTs() }
    },
    async respond(responseUrl, message) {
      if (forced) return forced
      add(answered, responseUrl, message.text)
      return { kind: 'delivered', channelId: '', ts: '' }
    },
    async permalink(channelId, ts) {
      return find(channelId, ts) && `https://slack.example/archives/${channelId}/p${ts.replace('.', '')}`
    },
    async showForm(viewId, form) {
      if (forced) return forced
      if (closed.has(viewId)) return { kind: 'gone' }
      forms.set(viewId, [...(forms.get(viewId) ?? []), form])
      return { kind: 'delivered', channelId: '', ts: '' }
    },
    isReachable: async () => forced === undefined,
    groupHandles: async () => handles,
    async members(userGroup) {
      const userIds = groups.get(userGroup)
      return userIds ? { known: true, userIds } : { known: false, reason: 'no_such_subteam' }
    },
  }
}
