import * as v from 'valibot'
import type { AskOf } from '../domain/ask.ts'
import { verbAndRest } from '../domain/command-words.ts'
import { opensForm } from '../domain/verb-kinds.ts'
import { id, keyOf, withName } from './payload.ts'

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
const COMMAND_NAME = /^\/[\p{L}\p{N}_-]{1,31}$/u

const COMMAND_PAYLOAD = v.object({
  team_id: id,
  enterprise_id: v.optional(v.union([id, v.literal('')])),
  api_app_id: id,
  user_id: id,
  user_name: v.optional(v.string()),
  channel_id: id,
  command: v.fallback(v.optional(v.pipe(v.string(), v.regex(COMMAND_NAME))), undefined),
  text: v.optional(v.string(), ''),
  response_url: v.optional(v.string()),
  trigger_id: v.string(),
})

/**
 * A change that was typed, or asked for with the button of a command. The form is opened with the trigger, then the ask is queued with
 * the form's id. The image that it names is found where the ask is served.
 */
export type TypedAsk = Omit<AskOf<'command'>, 'viewId'> & { triggerId: string }

/** A command for which a form is opened at once: its verb, and anything behind it. */
export const withTrigger = (
  ask: AskOf<'command'>,
  triggerId: string | undefined,
): AskOf<'command'> | TypedAsk => {
  const typed = verbAndRest(ask.text)
  const isForm = typed !== undefined && opensForm(typed.verb) && typed.rest !== ''
  return isForm && triggerId !== undefined ? { ...ask, triggerId } : ask
}

/** Reads a slash command. Slack does not send it again, and gives no id but the trigger's, which is new for each command that is typed. */
export const parseSlashCommand = (body: unknown, nowMs: number): AskOf<'command'> | TypedAsk | undefined => {
  const payload = v.safeParse(COMMAND_PAYLOAD, body)
  if (!payload.success) return undefined
  const { team_id, user_id, user_name, channel_id, command, text, response_url, trigger_id, api_app_id } =
    payload.output
  const { enterprise_id } = payload.output
  const ask: AskOf<'command'> = {
    kind: 'command',
    key: keyOf(team_id, user_id, channel_id, trigger_id),
    // Slack offers commands only to the workspace's own people.
    person: withName({ userId: user_id, workspaceId: team_id }, user_name),
    place: { channelId: channel_id, isPrivate: false, ...(response_url && { responseUrl: response_url }) },
    workspaceId: team_id,
    ...(enterprise_id && { organizationId: enterprise_id }),
    appId: api_app_id,
    askedAtMs: nowMs,
    ...(command && { command }),
    text,
  }
  return withTrigger(ask, trigger_id)
}
