import * as v from 'valibot'
import type { AskOf } from '../domain/ask.ts'
import { cameFrom, id, keyOf, PLACE, personOf, USER } from './payload.ts'
import { type TypedAsk, withTrigger } from './slash-command.ts'

const PAYLOAD = v.object({
  ...PLACE,
  user: USER,
  api_app_id: id,
  /** Absent where the button is in a form. */
  channel: v.optional(v.object({ id })),
  container: v.object({
    is_ephemeral: v.optional(v.boolean()),
    message_ts: v.optional(v.string()),
    view_id: v.optional(v.string()),
  }),
  response_url: v.optional(v.string()),
  trigger_id: v.optional(v.string()),
})

const ACTION = v.object({ action_id: v.string(), action_ts: v.string(), value: v.string() })

/** The page of a list, if it asks for one; the words behind the slash command; the command's own name. */
const VALUE = /^(\d{0,4})\|(\/\S{1,31}) (.+)$/s

/**
 * Reads a click on a button that runs a command: in a message, or in a form that is open.
 *
 * @returns undefined for anything that is not one of our buttons
 */
export const parseCommandClick = (
  body: unknown,
  action: unknown,
  nowMs: number,
): AskOf<'command'> | TypedAsk | undefined => {
  const payload = v.safeParse(PAYLOAD, body)
  const clicked = v.safeParse(ACTION, action)
  if (!payload.success || !clicked.success) return undefined
  const { user, channel, container, response_url, api_app_id, trigger_id } = payload.output
  const from = cameFrom(payload.output)
  const { action_id, action_ts, value } = clicked.output
  const [, page, command, text] = VALUE.exec(value) ?? []
  if (command === undefined || text === undefined) return undefined
  const { view_id } = container
  const ask: AskOf<'command'> = {
    kind: 'command',
    key: keyOf(from.workspaceId, user.id, channel?.id, container.message_ts ?? view_id, action_id, action_ts),
    person: personOf(user),
    place: {
      channelId: channel?.id ?? '',
      isPrivate: container.is_ephemeral === true,
      ...(response_url && { responseUrl: response_url }),
    },
    ...from,
    appId: api_app_id,
    askedAtMs: nowMs,
    command,
    text,
    ...(page && { page: Number(page) }),
  }
  // A form that is open already needs no trigger.
  return view_id === undefined ? withTrigger(ask, trigger_id) : { ...ask, viewId: view_id }
}
