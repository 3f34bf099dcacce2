import * as v from 'valibot'
import type { Files } from './files.ts'
import { toJson } from './methods/method.ts'
import type { IssuedUrl, ResponseUrls } from './response-urls.ts'
import type { StoredFile } from './stored-file.ts'
import type { Channel, Ephemeral, JsonObject, Message, View } from './types.ts'
import type { Workspace } from './workspace.ts'

/** What outlives the process. Triggers live for three seconds, open modals no longer than the client: neither is kept. */
export interface Kept {
  workspace: Workspace
  files: Files
  responseUrls: ResponseUrls
}

/** Everything that people and the bot would miss, as plain JSON. */
export const takeSnapshot = ({ workspace, files, responseUrls }: Kept): JsonObject =>
  toJson({
    lastTsMicros: workspace.lastTsMicros,
    userGroups: [...workspace.userGroups.values()],
    channels: [...workspace.channels.values()].map(channel => ({
      ...channel,
      members: [...channel.members],
      lastRead: [...channel.lastRead],
      mentions: [...channel.mentions],
    })),
    ephemerals: [...workspace.ephemerals],
    homes: [...workspace.homes].map(([userId, viewId]) => [userId, workspace.views.get(viewId)]),
    homeVisitors: [...workspace.homeVisitors],
    eventsUrl: workspace.events.url,
    files: [...files.stored.values()].map(({ bytes, ...file }) => ({
      ...file,
      ...(bytes ? { base64: Buffer.from(bytes).toString('base64') } : {}),
    })),
    responseUrls: responseUrls.issued(),
  })

const byKey = <Value extends v.GenericSchema>(value: Value) => v.array(v.tuple([v.string(), value]))
const strings = v.array(v.string())

// What the bot and people wrote was judged when it came; only what the workspace itself reads is looked at again.
const message = v.looseObject({
  type: v.literal('message'),
  ts: v.string(),
  user: v.string(),
  team: v.string(),
  text: v.string(),
})

const Snapshot = v.object({
  lastTsMicros: v.number(),
  userGroups: v.array(
    v.object({ id: v.string(), handle: v.string(), name: v.string(), users: v.array(v.string()) }),
  ),
  channels: v.array(
    v.looseObject({
      id: v.string(),
      name: v.string(),
      isPrivate: v.boolean(),
      isExtShared: v.boolean(),
      isArchived: v.boolean(),
      members: strings,
      createdSec: v.number(),
      messages: v.array(message),
      lastRead: byKey(v.string()),
      mentions: byKey(strings),
    }),
  ),
  ephemerals: byKey(v.array(message)),
  homes: byKey(
    v.looseObject({ id: v.string(), type: v.literal('home'), blocks: v.array(v.looseObject({})) }),
  ),
  homeVisitors: strings,
  eventsUrl: v.optional(v.picklist(['not asked', 'verified', 'refused'])),
  files: v.array(
    v.looseObject({
      id: v.string(),
      name: v.string(),
      length: v.number(),
      channelIds: strings,
      base64: v.optional(v.string()),
    }),
  ),
  responseUrls: v.array(
    v.looseObject({
      path: v.string(),
      usesLeft: v.number(),
      expiresAtMs: v.number(),
      target: v.looseObject({}),
    }),
  ),
})

/** Puts a workspace back as `takeSnapshot` found it. Anything else is refused before the first change is made. */
export const restoreSnapshot = ({ workspace, files, responseUrls }: Kept, snapshot: unknown): void => {
  const read = v.safeParse(Snapshot, snapshot)
  if (!read.success) {
    const where = v.getDotPath(read.issues[0])
    throw new Error(`Expected a snapshot of the Slack workspace, but ${where ?? 'the whole'} does not fit.`)
  }
  const kept = read.output

  workspace.lastTsMicros = kept.lastTsMicros
  refill(workspace.userGroups, kept.userGroups, group => [group.id, group])
  refill(workspace.channels, kept.channels, channel => {
    const { members, lastRead, mentions, ...rest } = channel
    const back = { members: new Set(members), lastRead: new Map(lastRead), mentions: new Map(mentions) }
    return [channel.id, { ...(rest as Omit<Channel, keyof typeof back>), ...back }]
  })
  refill(workspace.ephemerals, kept.ephemerals, ([userId, seen]) => [
    userId,
    seen as Message[] as Ephemeral[],
  ])
  workspace.modals.clear()
  refill(workspace.homes, kept.homes, ([userId, view]) => [userId, view.id])
  refill(workspace.views, kept.homes, ([, view]) => [view.id, view as unknown as View])
  workspace.homeVisitors.clear()
  for (const userId of kept.homeVisitors) workspace.homeVisitors.add(userId)
  if (kept.eventsUrl) workspace.events.url = kept.eventsUrl
  refill(files.stored, kept.files, ({ base64, ...file }) => {
    const bytes = base64 === undefined ? {} : { bytes: new Uint8Array(Buffer.from(base64, 'base64')) }
    return [file.id, { ...(file as unknown as StoredFile), ...bytes }]
  })
  files.refresh()
  responseUrls.reissue(kept.responseUrls as unknown as IssuedUrl[])
  for (const channel of workspace.channels.values()) workspace.channelChanged(channel)
  for (const { name } of workspace.people.values()) workspace.changed({ type: 'person', name })
}

const refill = <Entry, Value>(
  map: Map<string, Value>,
  entries: readonly Entry[],
  pair: (entry: Entry) => [string, Value],
): void => {
  map.clear()
  for (const entry of entries) map.set(...pair(entry))
}
