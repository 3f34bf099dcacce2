import type { Form } from '../../blocks/form.ts'
import type { Home } from '../../blocks/home-view.ts'
import type { Message } from '../../blocks/message.ts'
import type { MembersAnswer } from '../domain/authorise.ts'
import type { PersonAnswer } from '../domain/colleague.ts'

/**
 * The outcome of a message. `unusable`: this channel never accepts it; `rejected`: no channel accepts these blocks; `busy`: try later,
 * with `inDoubt` if it may have been posted all the same; `gone`: the message to edit does not exist.
 */
export type Delivery =
  | { kind: 'delivered'; channelId: string; ts: string; payload?: Payload }
  | { kind: 'unusable'; code: string }
  | { kind: 'rejected'; code: string }
  | { kind: 'busy'; retryAfterSec: number; inDoubt?: true }
  | { kind: 'gone' }

/** A message's metadata: keys, never secrets. */
export type Payload = Readonly<Record<string, string>>

/** The result of a search for a message. `unreadable`: Slack does not allow to read there. */
export type SearchResult =
  | { kind: 'found'; channelId: string; ts: string; payload: Payload }
  | { kind: 'absent' }
  | { kind: 'busy'; retryAfterSec: number }
  | { kind: 'unreadable'; code: string }

/** Where to look for a message: its metadata's `key`, and between which times it can have been posted. */
export interface Search {
  key: string
  fromMs: number
  toMs: number
  threadTs?: string
}

export interface Thread {
  ts: string
  broadcast: boolean
}

interface Unread {
  known: false
  reason: string
  /** Slack only asked to wait. */
  retryAfterSec?: number
}

/** Who the bot is in Slack. */
export type SelfAnswer = { known: true; userId: string; botId?: string } | Unread

/** What Slack says of a channel. `isShared`: with another organization. */
export type ChannelAnswer = { known: true; name?: string; isShared: boolean } | Unread

/** A step that Slack may refuse, or have no room for now. */
export type Refusable = { kind: 'busy'; retryAfterSec: number } | { kind: 'refused'; code: string }

/** Files in Slack, in two steps: the id is known before anybody sees the file. */
export interface Files {
  /** `altText`: of a picture, what it shows. */
  openFile(
    name: string,
    bytes: number,
    altText?: string,
  ): Promise<{ kind: 'open'; fileId: string; url: string } | Refusable>
  /** In a thread, or in the channel itself. */
  shareFile(
    file: { fileId: string; url: string },
    as: { content: string | Uint8Array; title: string; channelId: string; threadTs?: string },
  ): Promise<{ kind: 'shared' } | Refusable>
  /** Removes a file, if it is there. */
  removeFile(fileId: string): Promise<void>
}

export interface Messenger extends Files {
  post(channel: string, message: Message, thread?: Thread): Promise<Delivery>
  /** Looks for a message of ours that may have been posted. */
  find(channel: string, search: Search): Promise<SearchResult>
  update(channelId: string, ts: string, message: Message): Promise<Delivery>
  /** An ephemeral message: only this person sees it, in this channel. */
  postEphemeral(channelId: string, userId: string, message: Message): Promise<Delivery>
  /** An answer to the address that Slack gave with a click or a command. */
  respond(responseUrl: string, message: Message, replaceOriginal: boolean): Promise<Delivery>
  /** The link to a message. Never throws; undefined where Slack gives none. */
  permalink(channelId: string, ts: string): Promise<string | undefined>
  /** Draws an open form again; `gone` where the person has closed it. */
  showForm(viewId: string, form: Form): Promise<Delivery>
  /** Draws a person's Home tab of the app. */
  publishHome(userId: string, home: Home): Promise<Delivery>
  /** Whether Slack answers, and takes our token. Never throws. */
  isReachable(): Promise<boolean>
  /** Asks Slack whose organization a person is of. Never throws. */
  person(userId: string): Promise<PersonAnswer>
  /** Asks Slack who the bot is. Never throws. */
  self(): Promise<SelfAnswer>
  /** Asks Slack which channel this is. Never throws. */
  channel(channelId: string): Promise<ChannelAnswer>
  /** The handles of the user groups, by id, as far as Slack tells them: those of one that it does not know are left out. Never throws. */
  groupHandles(): Promise<ReadonlyMap<string, string>>
  /** Asks Slack who is in a user group. */
  members(userGroup: string): Promise<MembersAnswer>
}
