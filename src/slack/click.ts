import { ACTION_RULES, isAction } from '../domain/actions.ts'
import { type AskOf, LOOKS } from '../domain/ask.ts'
import { parseImageKey } from '../domain/image.ts'
import { PROPOSAL_ID } from './payload.ts'
import { readClick } from './read-click.ts'

export type ClickAsk =
  | AskOf<'change'>
  | AskOf<'acknowledge'>
  | AskOf<'look'>
  | AskOf<'list'>
  | AskOf<'decide'>
  | AskOf<'forward'>

/** What a small form asks a person who decides: why they decline, or how many images they approve. */
export type SmallForm = 'decline' | 'decline-plan' | 'approve-plan'

const ASKS_MORE: Readonly<Record<string, SmallForm>> = {
  decline: 'decline',
  'plan-decline': 'decline-plan',
  'plan-approve-number': 'approve-plan',
}

/** A click on a decision that needs more: a small form is opened, and nothing is queued before that is sent. */
export interface DecisionClick {
  asks: SmallForm
  /** Of a proposal, or of a plan. */
  proposalId: string
  triggerId: string
  responseUrl?: string
}

/** Reads a click on such a decision. @returns undefined for anything else */
export const parseDecisionClick = (body: unknown, action: unknown): DecisionClick | undefined => {
  const click = readClick(body, action, 0)
  if (!click) return undefined
  const { triggerId, by, clicked } = click
  const { value: proposalId = '', action_id } = clicked
  const { responseUrl } = by.place
  const asks = ASKS_MORE[action_id]
  return asks !== undefined && triggerId !== undefined && PROPOSAL_ID.test(proposalId)
    ? { asks, proposalId, triggerId, ...(responseUrl && { responseUrl }) }
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
  const click = readClick(body, action, nowMs)
  if (!click) return undefined
  const { by, viewId, triggerId } = click
  const { action_id, value, selected_option } = click.clicked
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
      ? { ...by, kind: 'forward', action, image, ...(viewId !== undefined && { viewId }) }
      : undefined
  }
  const [what, key, before] = partsOf(action_id, action_id === 'more' ? selected_option?.value : value)
  const image = parseImageKey(key)
  if (!image) return undefined
  if (what === 'undo-share')
    return triggerId === undefined
      ? undefined
      : { ...by, kind: 'propose', action: 'shareWith', image, undo: true, triggerId }
  if (what === 'undo-retire')
    return triggerId === undefined
      ? undefined
      : { ...by, kind: 'propose', action: 'retire', image, undo: true, triggerId }
  if (isAction(what)) {
    if (!ACTION_RULES[what].asksFirst) return { ...by, kind: 'change', action: what, image }
    return triggerId === undefined ? undefined : { ...by, kind: 'propose', action: what, image, triggerId }
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
