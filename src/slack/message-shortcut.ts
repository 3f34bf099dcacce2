import * as v from 'valibot'
import type { AskOf } from '../domain/ask.ts'
import { type ImageRef, imageKey, parseImageKey } from '../domain/image.ts'
import { cameFrom, id, keyOf, PLACE, personOf, USER } from './payload.ts'

/** `callback_id` of the manifest's message shortcut "Image details". */
export const DETAILS_SHORTCUT = 'image-details'

const PAYLOAD = v.object({
  ...PLACE,
  user: USER,
  /** Slack's samples of this payload name no app. */
  api_app_id: v.optional(id),
  action_ts: v.string(),
  channel: v.object({ id }),
  message: v.object({
    ts: v.optional(v.string()),
    user: v.optional(v.string()),
    bot_id: v.optional(v.string()),
    text: v.optional(v.string(), ''),
    blocks: v.optional(v.unknown()),
  }),
  response_url: v.optional(v.string()),
})

/** More images than an answer names. */
const MOST = 10

/** The values of buttons and options, wherever they are in the blocks. */
function* valuesIn(part: unknown, depth = 0): Iterable<string> {
  if (typeof part !== 'object' || part === null || depth > 10) return
  for (const [name, inner] of Object.entries(part))
    if (name === 'value' && typeof inner === 'string') yield inner
    else yield* valuesIn(inner, depth + 1)
}

/** The images that our own buttons are about. */
const imagesIn = (blocks: unknown): ImageRef[] => {
  const found = new Map<string, ImageRef>()
  for (const value of valuesIn(blocks))
    for (const part of value.split('|')) {
      const image = parseImageKey(part)
      if (image) found.set(imageKey(image), image)
      if (found.size === MOST) return [...found.values()]
    }
  return [...found.values()]
}

const idsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\bami-[0-9a-f]{8,17}\b/g)].map(([imageId]) => imageId).slice(0, MOST)),
]

/** Reads a click on "Image details" in a message's menu. @returns undefined for anything else */
export const parseMessageShortcut = (body: unknown, nowMs: number): AskOf<'message'> | undefined => {
  const payload = v.safeParse(PAYLOAD, body)
  if (!payload.success) return undefined
  const { user, channel, message, response_url, api_app_id, action_ts } = payload.output
  const from = cameFrom(payload.output)
  return {
    kind: 'message',
    key: keyOf(from.workspaceId, user.id, channel.id, message.ts, DETAILS_SHORTCUT, action_ts),
    person: personOf(user),
    place: { channelId: channel.id, isPrivate: false, ...(response_url && { responseUrl: response_url }) },
    ...from,
    appId: api_app_id ?? '',
    askedAtMs: nowMs,
    author: {
      ...(message.user && { userId: message.user.slice(0, 40) }),
      ...(message.bot_id && { botId: message.bot_id.slice(0, 40) }),
    },
    images: imagesIn(message.blocks),
    imageIds: idsIn(message.text),
  }
}
