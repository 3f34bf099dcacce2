import type { Action } from './actions.ts'
import type { Filled } from './ask.ts'
import { type ImageFacts, isProtected } from './image.ts'
import { decideRisk, type Impact, isLostForGood } from './impact.ts'
import type { Proposal } from './proposal.ts'
import type { RequestOptions } from './request.ts'

/** What a form asks for, and what is not right about what was filled in. */

/** What a form carries and brings back: which proposal it is, and hints that let a mistake be shown at once. No truth: all
 * of it is looked at again where the work is done. */
export interface FormMemo {
  proposal: string
  /** What must be typed, where something must. */
  name?: string
  mustSayWhy?: true
  mustUnprotect?: true
}

/** Letters that everybody sees and can type, as EC2's own rule for names has them. */
const TYPABLE = /^(?=.*\S)[\x20-\x7e]{1,128}$/

/** What a person types to show that they mean this image: its name, or its id where it has none that can be typed. */
export const typedNameOf = (imageId: string, { name }: ImageFacts): string =>
  name !== undefined && TYPABLE.test(name) ? name : imageId

/** People paste names with spaces around them. */
export const isTypedName = (typed: string | undefined, expected: string): boolean =>
  typed !== undefined && typed.replace(/\s+/g, ' ').trim() === expected.replace(/\s+/g, ' ').trim()

/** Invisible characters are no reason; Unicode counts some fillers among the letters. */
export const isReason = (purpose: string | undefined): boolean =>
  /(?![\u115f\u1160\u3164\uffa0])[\p{L}\p{N}]/u.test(purpose ?? '')

/** Shown where a reason is missing. */
export const REASON_MISSING = 'Say why: the approver decides by it, and the history keeps it.'

/** Whether the name must be typed: somebody uses the image, others have access, or it would be for good. */
export const mustTypeName = (action: Action, impact: Impact, options?: RequestOptions): boolean => {
  const { isInUse, isShared } = decideRisk(impact)
  return isInUse || isShared || isLostForGood(action, impact, options)
}

/** What is not right about what was filled in, in a sentence; undefined where nothing is. */
export const complaintOf = (
  proposal: Proposal & { impact: Impact; facts: ImageFacts },
  filled: Filled,
  needsSecondPerson: boolean,
): string | undefined => {
  const { action, image, impact, facts } = proposal
  const name = typedNameOf(image.imageId, facts)
  const mustType = mustTypeName(action, impact, filled.options)
  if (mustType && filled.typedName === undefined && !mustTypeName(action, impact))
    return 'Nothing keeps its snapshots: deleted with it, they are gone, and nothing brings the image back. Nothing was changed yet; type its name if that is what you want.'
  if (mustType && !isTypedName(filled.typedName, name))
    return 'The name that was typed is not the image’s name. Nothing was changed; type it again.'
  if ((needsSecondPerson || filled.options.emergencyOverride) && !isReason(filled.purpose))
    return REASON_MISSING
  if (action === 'deregister' && isProtected(facts) && !filled.options.unprotect)
    return 'The image is protected against deregistration: tick that its protection is switched off first, or cancel.'
  return undefined
}

/** Slack's `callback_id` of the form. */
export const FORM_CALLBACK = 'amiops_form'

/** That of the short form of a change that a button does at once. */
export const CONFIRM_CALLBACK = 'amiops_confirm'
