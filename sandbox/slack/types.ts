/** Slack's own shapes, as far as the sandbox keeps them. Field names are Slack's, so that they can be sent as they are. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

export interface Person {
  id: string
  name: string
  real_name: string
  team_id: string
  tz: string
}

export interface UserGroup {
  id: string
  handle: string
  name: string
  users: string[]
}

export interface Channel {
  id: string
  name: string
  isPrivate: boolean
  isExtShared: boolean
  isArchived: boolean
  /** The one person of a direct message with the bot. */
  imWith?: string
  members: Set<string>
  createdSec: number
  /** Roots and replies, in the order of their `ts`. */
  messages: Message[]
  /** The `ts` up to which each person has read. */
  lastRead: Map<string, string>
  /** The `ts` of each message that mentions a person. */
  mentions: Map<string, string[]>
}

export interface Message {
  type: 'message'
  subtype?: string
  ts: string
  user: string
  bot_id?: string
  app_id?: string
  team: string
  text: string
  blocks?: JsonObject[]
  attachments?: JsonObject[]
  metadata?: JsonObject
  files?: JsonObject[]
  reactions?: { name: string; users: string[]; count: number }[]
  thread_ts?: string
  parent_user_id?: string
  reply_count?: number
  reply_users?: string[]
  reply_users_count?: number
  latest_reply?: string
  edited?: { user: string; ts: string }
}

/** A message that one person sees in a channel and nobody else. */
export interface Ephemeral extends Message {
  channel: string
  is_ephemeral: true
}

/** What the client shows a person when the bot did not answer well; Slack keeps no such message. */
export const SLACKBOT_ID = 'USLACKBOT'

export interface View {
  id: string
  type: 'modal' | 'home'
  user: string
  title?: JsonObject
  submit?: JsonObject
  close?: JsonObject
  blocks: JsonObject[]
  private_metadata: string
  callback_id: string
  external_id: string
  hash: string
  clear_on_close: boolean
  notify_on_close: boolean
  submit_disabled: boolean
  previous_view_id: string | null
  root_view_id: string
  state: StateValues
}

/** An entry of the app in the menu of a message. */
export interface Shortcut {
  name: string
  callback_id: string
}

/** What people chose or typed, by `block_id` and `action_id`. */
export type StateValues = Record<string, Record<string, JsonObject>>

export type Change = { type: 'channel'; name: string } | { type: 'person'; name: string }

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isObjectList = (value: unknown): value is JsonObject[] =>
  Array.isArray(value) && value.every(isObject)
