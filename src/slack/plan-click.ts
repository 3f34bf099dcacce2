import type { AliasAsk } from '../domain/alias-change.ts'
import type { AskOf, Selection } from '../domain/ask.ts'
import { parseImageKey } from '../domain/image.ts'
import { LIST_VERBS } from '../domain/verb-kinds.ts'
import { PROPOSAL_ID } from './payload.ts'
import { readClick } from './read-click.ts'

type WithTrigger<Opened> = Omit<Opened, 'viewId'> & { triggerId: string }

/** A click that opens the form of many images: to select them, or to undo a plan. */
export type PlanFormAsk = WithTrigger<AskOf<'select'>> | WithTrigger<AskOf<'plan'>>

export type PlanClickAsk =
  | AskOf<'decide-plan'>
  | AskOf<'stop-plan'>
  | AskOf<'list-plan'>
  | AskOf<'decline-suggestion'>

/** The buttons of lists and of plans' cards that amiops serves. */
export const PLAN_CLICKS = [
  'select',
  'plan-undo',
  'plan-approve',
  'plan-withdraw',
  'plan-stop',
  'plan-list',
  'plan-retry',
  'plan-rollback',
  'promote',
  'suggested-all',
  'suggested-some',
  'suggested-none',
]

/** In the overflow menu of a card: `revoke|image key`. */
const REVOKE = /^revoke\|(.{1,200})$/

/** `list|verb|page|filters`, or `digest|key|burst`. */
const LIST_VALUE = /^list\|([a-z]{1,20})\|(\d{1,5})\|(.{0,1500})$/s
const DIGEST_VALUE = /^digest\|([^|\s]{1,150})\|([\w.-]{1,60})$/

const parseSelection = (value: string): { from: Selection; page: number } | undefined => {
  const [, word, page, filters = ''] = LIST_VALUE.exec(value) ?? []
  const verb = LIST_VERBS.find(one => one === word)
  if (verb) return { from: { kind: 'list', verb, filters }, page: Number(page) }
  const [, digest, burst] = DIGEST_VALUE.exec(value) ?? []
  return digest && burst ? { from: { kind: 'digest', digest, burst }, page: 1 } : undefined
}

/** As `suggestionId` makes it. */
const SUGGESTION = /^[a-z]+\/[\w./-]{1,115}$/

/** A click on a suggestion: a plan of all its images, of some, or none. */
const ofSuggestion = (
  by: NonNullable<ReturnType<typeof readClick>>['by'],
  actionId: string,
  id: string,
  triggerId: string | undefined,
): PlanClickAsk | PlanFormAsk | undefined => {
  if (!SUGGESTION.test(id)) return undefined
  const from = { kind: 'suggestion' as const, id }
  if (actionId === 'suggested-none') return { ...by, kind: 'decline-suggestion', suggestionId: id }
  if (triggerId === undefined) return undefined
  return actionId === 'suggested-all'
    ? { ...by, kind: 'plan', from, triggerId }
    : { ...by, kind: 'select', from, page: 1, triggerId }
}

/** `family|alias|account/region`, of an alias that was set outside of amiops. */
const PLACE_VALUE = /^([\w.-]{1,80})\|([\w-]{1,40})\|(\d{12})\/([a-z0-9-]{1,20})$/

const parsePlace = (value: string): AliasAsk | undefined => {
  const [, family, alias, account, region] = PLACE_VALUE.exec(value) ?? []
  return family && alias && account && region
    ? { kind: 'rollback', family, alias, only: { account, region } }
    : undefined
}

/** A click that opens the form of an alias. */
const ofAlias = (
  by: NonNullable<ReturnType<typeof readClick>>['by'],
  asked: AliasAsk,
  triggerId: string,
): PlanFormAsk => ({ ...by, kind: 'plan', from: { kind: 'alias', asked }, triggerId })

/**
 * Reads a click on a button of a list or of a plan's card.
 *
 * @returns undefined for anything that is not one of them
 */
export const parsePlanClick = (
  body: unknown,
  action: unknown,
  nowMs: number,
): PlanClickAsk | PlanFormAsk | undefined => {
  const click = readClick(body, action, nowMs)
  if (!click) return undefined
  const { by, triggerId, clicked } = click
  const { action_id, value = '', selected_option } = clicked
  const revoked = action_id === 'more' ? REVOKE.exec(selected_option?.value ?? '')?.[1] : undefined
  if (revoked !== undefined) {
    const image = parseImageKey(revoked)
    return image && triggerId !== undefined
      ? { ...by, kind: 'plan', from: { kind: 'revoke', image }, triggerId }
      : undefined
  }
  if (action_id === 'select') {
    const selection = parseSelection(value)
    return selection && triggerId !== undefined
      ? { ...by, kind: 'select', ...selection, triggerId }
      : undefined
  }
  if (action_id.startsWith('suggested-')) return ofSuggestion(by, action_id, value, triggerId)
  if (action_id === 'promote') {
    const image = parseImageKey(value)
    return image && triggerId !== undefined ? ofAlias(by, { kind: 'promote', image }, triggerId) : undefined
  }
  const place = action_id === 'plan-rollback' ? parsePlace(value) : undefined
  if (place && triggerId !== undefined) return ofAlias(by, place, triggerId)
  if (!PROPOSAL_ID.test(value)) return undefined
  switch (action_id) {
    case 'plan-retry':
    case 'plan-rollback': {
      const kind = action_id === 'plan-retry' ? 'retry' : 'rollback'
      return triggerId === undefined ? undefined : ofAlias(by, { kind, planId: value }, triggerId)
    }
    case 'plan-undo':
      return triggerId === undefined
        ? undefined
        : { ...by, kind: 'plan', from: { kind: 'undo', planId: value }, triggerId }
    case 'plan-approve':
      return { ...by, kind: 'decide-plan', planId: value, decision: 'approve' }
    case 'plan-withdraw':
      return { ...by, kind: 'decide-plan', planId: value, decision: 'withdraw' }
    case 'plan-stop':
      return { ...by, kind: 'stop-plan', planId: value }
    case 'plan-list':
      return { ...by, kind: 'list-plan', planId: value }
    default:
      return undefined
  }
}
