import * as v from 'valibot'
import { CLICK_ACTIONS } from '../domain/actions.ts'
import type { AskOf } from '../domain/ask.ts'
import { parseImageKey } from '../domain/image.ts'
import { cameFrom, id, keyOf, PLACE, parseJson, personOf, USER } from './payload.ts'

const PAYLOAD = v.object({
  ...PLACE,
  user: USER,
  api_app_id: id,
  view: v.object({ id, hash: v.optional(v.string(), ''), private_metadata: v.string() }),
})

const MEMO = v.object({ action: v.picklist(CLICK_ACTIONS), image: v.string(), channel: v.string() })

/**
 * Reads the short form of a change that a button makes at once, when it is confirmed. It becomes the same ask as the button's.
 *
 * @returns undefined for anything that is not one of our forms
 */
export const parseConfirmation = (body: unknown, nowMs: number): AskOf<'change'> | undefined => {
  const payload = v.safeParse(PAYLOAD, body)
  if (!payload.success) return undefined
  const { user, view, api_app_id } = payload.output
  const from = cameFrom(payload.output)
  const memo = v.safeParse(MEMO, parseJson(view.private_metadata))
  const image = memo.success ? parseImageKey(memo.output.image) : undefined
  if (!memo.success || !image) return undefined
  const { action, channel } = memo.output
  return {
    kind: 'change',
    // If it is sent twice without being drawn again in between, it is the same ask.
    key: keyOf(from.workspaceId, user.id, view.id, view.hash),
    action,
    image,
    viewId: view.id,
    person: personOf(user),
    place: { channelId: channel, isPrivate: false },
    ...from,
    appId: api_app_id,
    askedAtMs: nowMs,
  }
}
