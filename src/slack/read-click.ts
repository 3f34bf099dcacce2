import * as v from 'valibot'
import type { SlackPlace } from '../domain/request.ts'
import { cameFrom, id, keyOf, PLACE, personOf, USER } from './payload.ts'

const ACTION_PAYLOAD = v.object({
  ...PLACE,
  user: USER,
  api_app_id: id,
  /** Absent where the button is in a modal. */
  channel: v.optional(v.object({ id })),
  container: v.object({ is_ephemeral: v.optional(v.boolean()), message_ts: v.optional(v.string()) }),
  view: v.optional(v.object({ id })),
  response_url: v.optional(v.string()),
  trigger_id: v.optional(v.string()),
})

const ACTION = v.object({
  action_id: v.string(),
  action_ts: v.string(),
  value: v.optional(v.string()),
  selected_option: v.optional(v.object({ value: v.string() })),
})

/**
 * Reads who clicked what, and where.
 *
 * @returns undefined for what is not a click as Slack sends it
 */
export const readClick = (body: unknown, action: unknown, nowMs: number) => {
  const payload = v.safeParse(ACTION_PAYLOAD, body)
  const clicked = v.safeParse(ACTION, action)
  if (!payload.success || !clicked.success) return undefined
  const { user, channel, container, view, response_url, api_app_id, trigger_id } = payload.output
  const origin = cameFrom(payload.output)
  const { action_id, action_ts } = clicked.output

  const isPrivate = container.is_ephemeral === true || channel === undefined
  const place: SlackPlace = {
    channelId: channel?.id ?? '',
    isPrivate,
    ...(container.message_ts && !isPrivate && { messageTs: container.message_ts }),
    ...(response_url && { responseUrl: response_url }),
  }
  const by = {
    key: keyOf(
      origin.workspaceId,
      user.id,
      channel?.id ?? view?.id,
      container.message_ts,
      action_id,
      action_ts,
    ),
    person: personOf(user),
    place,
    ...origin,
    appId: api_app_id,
    askedAtMs: nowMs,
  }
  return { by, clicked: clicked.output, viewId: view?.id, triggerId: trigger_id }
}
