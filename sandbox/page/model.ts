import type { AnyBlock, ModalView } from '@slack/types'
import type { MomentLine } from './aws/aws-model.ts'

/** Somebody who can look at the workspace. */
export interface Person {
  id: string
  name: string
  real_name?: string
  /** From another workspace, through Slack Connect. */
  is_stranger?: boolean
  /** Handles of the user groups they belong to. */
  user_groups?: string[]
}

export interface Channel {
  id: string
  name: string
  /** Names of the people in it. */
  members?: string[]
  /** By person: how many messages they haven't read, and how many of those call them. */
  unread?: Record<string, number>
  mentions?: Record<string, number>
  /** By person: the `ts` up to which they have read. */
  last_read?: Record<string, string>
  is_private?: boolean
  is_archived?: boolean
  is_ext_shared?: boolean
}

export interface UserGroup {
  id: string
  handle: string
}

export interface Attachment {
  color?: string
  text?: string
  fallback?: string
  blocks?: AnyBlock[]
}

/** https://docs.slack.dev/reference/objects/file-object */
export interface SlackFile {
  id: string
  name?: string
  title?: string
  mimetype?: string
  pretty_type?: string
  size?: number
  /** The beginning of a text file. */
  preview?: string
  preview_is_truncated?: boolean
  url_private?: string
  url_private_download?: string
  alt_txt?: string
}

/** A message as Slack stores it; `replies` is the sandbox's own addition. */
export interface Message {
  ts: string
  user?: string
  bot_id?: string
  username?: string
  subtype?: string
  text?: string
  blocks?: AnyBlock[]
  attachments?: Attachment[]
  edited?: { ts: string }
  files?: SlackFile[]
  reply_users?: string[]
  latest_reply?: string
  thread_ts?: string
  reply_count?: number
  reply_broadcast?: boolean
  replies?: Message[]
}

/** What one person alone sees: an ephemeral message in a channel, or a direct message. */
export interface PrivateMessage extends Message {
  channel: string
  is_ephemeral?: boolean
  /** Of a direct message. */
  is_unread?: boolean
}

export type OpenView = ModalView & { id: string; previous_view_id?: string | null; submit_disabled?: boolean }

export interface HomeTab {
  blocks: AnyBlock[]
}

/** What the bot's request URL answered; status 0 where it was not asked or did not answer in time. */
export interface Answer {
  status: number
  error?: string
  /** What a refused modal says beside its inputs, by `block_id`. */
  errors?: Record<string, string>
}

/** What `GET /_sandbox/stream` says, one object per line. */
export type Change =
  | { type: 'channel'; name: string }
  | { type: 'person'; name: string }
  | { type: 'images' }
  | { type: 'parameters' }
  | { type: 'emails' }
  | { type: 'moments'; moments: MomentLine[] }
