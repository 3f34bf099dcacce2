import * as v from 'valibot'
import { ACTION_RULES, isAction } from '../domain/actions.ts'
import { type AskOf, LOOKS } from '../domain/ask.ts'
import { parseImageKey } from '../domain/image.ts'
import type { Place } from '../domain/request.ts'
import { cameFrom, id, keyOf, PLACE, PROPOSAL_ID, personOf, USER } from './payload.ts'

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

/** A digest's key, its burst, and the first image of the page. */
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
  const { user, channel, container, view, response_url, api_app_id, trigger_id } = payload.output
  const origin = cameFrom(payload.output)
  const { action_id, action_ts, value, selected_option } = clicked.output

  const isPrivate = container.is_ephemeral === true || channel === undefined
  const place: Place = {
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
