import type { Action } from './actions.ts'
import type { Filled } from './ask.ts'
import { type ImageFacts, isProtected } from './image.ts'
import { decideRisk, type Impact, isLostForGood } from './impact.ts'
import type { Proposal } from './proposal.ts'
import type { RequestOptions } from './request.ts'

/** The fields of a form, and what can be wrong with what was filled in. */

/**
 * What a form carries: the proposal's id, and hints by which a mistake is shown at once. It is not trusted: everything is checked again
 * where the work is done.
 */
export interface FormMemo {
  proposal: string
  /** What must be typed, where something must. */
  name?: string
  mustSayWhy?: true
  mustUnprotect?: true
  /** Nobody else can approve it: only the emergency override is left. */
  mustOverride?: true
  /** The action, if the emergency override is offered for it. */
  overrides?: Action
}

/** What is wrong, and in which field. */
export interface Complaint {
  field: 'name' | 'purpose' | 'options' | 'add' | 'date'
  text: string
}

/** Letters that everybody sees and can type, as EC2's own rule for names has them. */
const TYPABLE = /^(?=.*\S)[\x20-\x7e]{1,128}$/

/** What a person types to show that they mean this image: its name, or its id where it has none that can be typed. */
export const typedNameOf = (imageId: string, name: string | undefined): string =>
  name !== undefined && TYPABLE.test(name) ? name : imageId

/** People paste names with spaces around them. */
export const isTypedName = (typed: string | undefined, expected: string): boolean =>
  typed !== undefined && typed.replace(/\s+/g, ' ').trim() === expected.replace(/\s+/g, ' ').trim()

/** Invisible characters are no reason; Unicode counts some fillers among the letters. */
export const isReason = (purpose: string | undefined): boolean =>
  /(?![\u115f\u1160\u3164\uffa0])[\p{L}\p{N}]/u.test(purpose ?? '')

/** Shown where a reason is missing. */
export const REASON_MISSING = 'Enter a reason. It is shown to the approvers and recorded in the audit log.'

/** The box that must be ticked for a protected image, and what is shown where it is not. */
export const UNPROTECT_TEXT = 'Turn off deregistration protection'
export const UNPROTECT_MISSING = `Tick “${UNPROTECT_TEXT}”: EC2 refuses to deregister a protected image.`

/**
 * Whether the name must be typed, for an action that takes something away: the image is in use or shared, or the change would be
 * irreversible.
 */
export const mustTypeName = (action: Action, impact: Impact, options?: RequestOptions): boolean => {
  if (action === 'shareWith' || action === 'retire') return false
  const { isInUse, isShared } = decideRisk(impact)
  return isInUse || isShared || isLostForGood(action, impact, options)
}

/** Whether a reason must be given: an approver decides by it, nobody approves it, or it cannot be undone. */
export const mustSayWhy = (
  action: Action,
  impact: Impact,
  options: RequestOptions,
  needsApproval: boolean,
): boolean => needsApproval || options.emergencyOverride === true || isLostForGood(action, impact, options)

/** What is wrong with what was filled in; undefined if nothing is. */
export const complaintOf = (
  proposal: Proposal & { impact: Impact; facts: ImageFacts },
  filled: Filled,
  needsSecondPerson: boolean,
): Complaint | undefined => {
  const { action, image, impact, facts } = proposal
  const name = typedNameOf(image.imageId, facts.name)
  const mustType = mustTypeName(action, impact, filled.options)
  if (mustType && filled.typedName === undefined && !mustTypeName(action, impact))
    return {
      field: 'name',
      text: 'Type the image’s name: no Recycle Bin rule keeps its snapshots, so the image could not be restored.',
    }
  if (mustType && !isTypedName(filled.typedName, name))
    return { field: 'name', text: 'This is not the image’s name. Type it again.' }
  if (mustSayWhy(action, impact, filled.options, needsSecondPerson) && !isReason(filled.purpose))
    return { field: 'purpose', text: REASON_MISSING }
  if (action === 'deregister' && isProtected(facts) && !filled.options.unprotect)
    return { field: 'options', text: UNPROTECT_MISSING }
  return undefined
}

/** Slack's `callback_id` of the forms. */
export const FORM_CALLBACK = 'amiops_form'
export const DECLINE_CALLBACK = 'amiops_decline'

/** The forms of plans: the selection, the facts, the number that an approver types, and the reason for declining. */
export const SELECT_CALLBACK = 'amiops_select'
export const PLAN_CALLBACK = 'amiops_plan'
export const PLAN_NUMBER_CALLBACK = 'amiops_plan_number'
export const PLAN_DECLINE_CALLBACK = 'amiops_plan_decline'

/** The short form of a change that a button makes at once. */
export const CONFIRM_CALLBACK = 'amiops_confirm'
