import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { ACTION_RULES, isAction } from '../domain/actions.ts'
import { type AskOf, LOOKS } from '../domain/ask.ts'
import { verbAndRest } from '../domain/command.ts'
import { parseImageKey } from '../domain/image.ts'
import type { Person, Place } from '../domain/request.ts'
import { isChangeVerb } from '../domain/verbs.ts'

/** The parts of Slack's payloads that count. Slack's words end here. */

export const id = v.pipe(v.string(), v.regex(/^[A-Z0-9]{2,40}$/))

/** Who did it: `team_id` is the person's own. The `enterprise` of a payload belongs to the place and says nothing of the person:
 * a guest through Slack Connect clicks there, too. */
export const USER = v.object({
  id,
  team_id: v.optional(id),
  name: v.optional(v.string()),
  username: v.optional(v.string()),
})

const ACTION_PAYLOAD = v.object({
  team: v.object({ id }),
  user: USER,
  api_app_id: id,
  /** Absent for what stands in a modal. */
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

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
const COMMAND_NAME = /^\/[\p{L}\p{N}_-]{1,31}$/u

const COMMAND_PAYLOAD = v.object({
  team_id: id,
  api_app_id: id,
  user_id: id,
  user_name: v.optional(v.string()),
  channel_id: id,
  command: v.fallback(v.optional(v.pipe(v.string(), v.regex(COMMAND_NAME))), undefined),
  text: v.optional(v.string(), ''),
  response_url: v.optional(v.string()),
  trigger_id: v.string(),
})

export const PROPOSAL_ID = /^[a-f0-9]{40}$/

/** FIFO queues take up to 128 characters as a deduplication id; a hash also hides what it was made of. */
export const keyOf = (...parts: readonly (string | undefined)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)

const withName = (person: Person, name: string | undefined): Person =>
  name ? { ...person, name: name.slice(0, 80) } : person

/** Whose workspace Slack does not name is a stranger's. */
export const personOf = (user: v.InferOutput<typeof USER>): Person =>
  withName({ userId: user.id, workspaceId: user.team_id ?? '' }, user.username ?? user.name)

export type ClickAsk =
  | AskOf<'change'>
  | AskOf<'acknowledge'>
  | AskOf<'look'>
  | AskOf<'list'>
  | AskOf<'decide'>
  | AskOf<'forward'>

/** A click on Decline: its form is opened, and nothing is queued before that is sent. */
export interface DeclineClick {
  proposalId: string
  triggerId: string
  responseUrl?: string
}

/** Reads a click on Decline. @returns undefined for anything else */
export const parseDeclineClick = (body: unknown, action: unknown): DeclineClick | undefined => {
  const payload = v.safeParse(ACTION_PAYLOAD, body)
  const clicked = v.safeParse(ACTION, action)
  if (!payload.success || !clicked.success) return undefined
  const { trigger_id: triggerId, response_url: responseUrl } = payload.output
  const { value: proposalId = '' } = clicked.output
  return triggerId !== undefined && PROPOSAL_ID.test(proposalId)
    ? { proposalId, triggerId, ...(responseUrl && { responseUrl }) }
    : undefined
}

/** A click on what needs a form: the form is opened with the trigger, then the ask is queued with its id. */
export type FormAsk = Omit<AskOf<'propose'>, 'viewId'> & { triggerId: string }

/** A form's memo; undefined for anything that is not JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A digest's key, its burst, and where the page begins. */
const LIST_VALUE = /^([^|\s]{1,150})\|([\w.-]{1,60})\|(\d{1,6})$/

/**
 * Reads a click. The value of an overflow's option is `look|image key`; a button's is the image key, or a proposal's id,
 * and its action_id says what is wanted.
 *
 * @returns undefined for anything that is not one of our buttons on one of our messages
 */
export const parseAction = (
  body: unknown,
  action: unknown,
  nowMs: number,
): ClickAsk | FormAsk | undefined => {
  const payload = v.safeParse(ACTION_PAYLOAD, body)
  const clicked = v.safeParse(ACTION, action)
  if (!payload.success || !clicked.success) return undefined
  const { team, user, channel, container, view, response_url, api_app_id, trigger_id } = payload.output
  const { action_id, action_ts, value, selected_option } = clicked.output

  const isPrivate = container.is_ephemeral === true || channel === undefined
  const place: Place = {
    channelId: channel?.id ?? '',
    isPrivate,
    ...(container.message_ts && !isPrivate && { messageTs: container.message_ts }),
    ...(response_url && { responseUrl: response_url }),
  }
  const by = {
    key: keyOf(team.id, user.id, channel?.id ?? view?.id, container.message_ts, action_id, action_ts),
    person: personOf(user),
    place,
    workspaceId: team.id,
    appId: api_app_id,
    askedAtMs: nowMs,
  }
  if (action_id === 'approve' || action_id === 'withdraw')
    return PROPOSAL_ID.test(value ?? '')
      ? { ...by, kind: 'decide', proposalId: value ?? '', decision: action_id }
      : undefined
  if (action_id === 'list' || action_id === 'list-previous') {
    const [, digest, burst, from] = LIST_VALUE.exec(value ?? '') ?? []
    return digest && burst ? { ...by, kind: 'list', digest, burst, from: Number(from) } : undefined
  }
  if (action_id === 'forward') {
    const [action, about] = (value ?? '').split('|')
    const image = parseImageKey(about ?? '')
    return image && isAction(action)
      ? { ...by, kind: 'forward', action, image, ...(view && { viewId: view.id }) }
      : undefined
  }
  const [what, key, before] = partsOf(action_id, action_id === 'more' ? selected_option?.value : value)
  const image = parseImageKey(key)
  if (!image) return undefined
  if (isAction(what)) {
    if (!ACTION_RULES[what].asksFirst) return { ...by, kind: 'change', action: what, image }
    return trigger_id === undefined
      ? undefined
      : { ...by, kind: 'propose', action: what, image, triggerId: trigger_id }
  }
  if (what === 'acknowledge') return { ...by, kind: 'acknowledge', image }
  if (what === 'unacknowledge') return { ...by, kind: 'acknowledge', image, undo: true }
  const look = LOOKS.find(one => one === what)
  return look && { ...by, kind: 'look', look, image, ...(before && { before }) }
}

/** `look|image key` of an overflow's option; `image key|where a page of history ends` of a history button, and of the button of
 * one of its entries. */
const partsOf = (actionId: string, value = ''): [what: string, key: string, before: string | undefined] => {
  const at = value.indexOf('|')
  if (actionId === 'more') return [value.slice(0, Math.max(0, at)), value.slice(at + 1), undefined]
  return (actionId === 'history' || actionId === 'entry') && at >= 0
    ? [actionId, value.slice(0, at), value.slice(at + 1)]
    : [actionId, value, undefined]
}

/** A change that was typed, or asked for with the button of a command: the form is opened with the trigger, then the ask is
 * queued with its id. What image it names is found out where it is served. */
export type TypedAsk = Omit<AskOf<'command'>, 'viewId'> & { triggerId: string }

/** A command for which a form is opened at once: the verb of a change, and anything behind it. */
export const withTrigger = (
  ask: AskOf<'command'>,
  triggerId: string | undefined,
): AskOf<'command'> | TypedAsk => {
  const typed = verbAndRest(ask.text)
  const isChange = typed !== undefined && isChangeVerb(typed.verb) && typed.rest !== ''
  return isChange && triggerId !== undefined ? { ...ask, triggerId } : ask
}

/** Reads a slash command. Slack gives no retry and no id but the trigger's, which is new for each command typed. */
export const parseSlashCommand = (body: unknown, nowMs: number): AskOf<'command'> | TypedAsk | undefined => {
  const payload = v.safeParse(COMMAND_PAYLOAD, body)
  if (!payload.success) return undefined
  const { team_id, user_id, user_name, channel_id, command, text, response_url, trigger_id, api_app_id } =
    payload.output
  const ask: AskOf<'command'> = {
    kind: 'command',
    key: keyOf(team_id, user_id, channel_id, trigger_id),
    // Slack offers commands only to the workspace's own people.
    person: withName({ userId: user_id, workspaceId: team_id }, user_name),
    place: { channelId: channel_id, isPrivate: false, ...(response_url && { responseUrl: response_url }) },
    workspaceId: team_id,
    appId: api_app_id,
    askedAtMs: nowMs,
    ...(command && { command }),
    text,
  }
  return withTrigger(ask, trigger_id)
}
