import type { Action } from './actions.ts'
import { VERBS, type VerbName } from './verbs.ts'

/** The verbs by what follows them, and by what they do. */

type Verbs = typeof VERBS
export type ImageVerb = { [V in VerbName]: Verbs[V]['takes'] extends 'image' ? V : never }[VerbName]
export type FamilyVerb = { [V in VerbName]: Verbs[V]['takes'] extends 'family' ? V : never }[VerbName]
export type ListVerb = { [V in VerbName]: Verbs[V]['takes'] extends 'filters' ? V : never }[VerbName]
/** What follows is a family or an image, and what else the verb takes. */
export type SubjectVerb = { [V in VerbName]: Verbs[V]['takes'] extends 'subject' ? V : never }[VerbName]
export type AliasVerb = {
  [V in VerbName]: Verbs[V]['takes'] extends `${string} and alias` ? V : never
}[VerbName]
/** What follows is a period of time. */
export type PeriodVerb = { [V in VerbName]: Verbs[V]['takes'] extends 'period' ? V : never }[VerbName]
export type PlainVerb = Exclude<
  VerbName,
  ImageVerb | FamilyVerb | AliasVerb | ListVerb | SubjectVerb | PeriodVerb | 'keep'
>
export type ChangeVerb = { [V in ImageVerb]: Verbs[V] extends { action: Action } ? V : never }[ImageVerb]
export type LookVerb = Exclude<ImageVerb, ChangeVerb | 'revoke'>
/** A form opens for it at once. */
export type FormVerb = ChangeVerb | AliasVerb | 'revoke'

export const VERB_NAMES = Object.keys(VERBS) as VerbName[]
export const IMAGE_VERBS = VERB_NAMES.filter((verb): verb is ImageVerb => VERBS[verb].takes === 'image')
export const FAMILY_VERBS = VERB_NAMES.filter((verb): verb is FamilyVerb => VERBS[verb].takes === 'family')
export const ALIAS_VERBS = VERB_NAMES.filter((verb): verb is AliasVerb =>
  VERBS[verb].takes.endsWith(' and alias'),
)
export const LIST_VERBS = VERB_NAMES.filter((verb): verb is ListVerb => VERBS[verb].takes === 'filters')
export const SUBJECT_VERBS = VERB_NAMES.filter((verb): verb is SubjectVerb => VERBS[verb].takes === 'subject')
export const PERIOD_VERBS = VERB_NAMES.filter((verb): verb is PeriodVerb => VERBS[verb].takes === 'period')
export const PLAIN_VERBS = VERB_NAMES.filter((verb): verb is PlainVerb => VERBS[verb].takes === 'nothing')
export const CHANGE_VERBS = IMAGE_VERBS.filter((verb): verb is ChangeVerb => 'action' in VERBS[verb])

/** The change that a verb asks for. */
export const actionOf = (verb: ChangeVerb): Action => VERBS[verb].action

export const isChangeVerb = (verb: string): verb is ChangeVerb => CHANGE_VERBS.some(one => one === verb)

const isAliasVerb = (verb: string): verb is AliasVerb => ALIAS_VERBS.some(one => one === verb)

/** Whether a form opens for it at once. */
export const opensForm = (verb: VerbName): verb is FormVerb =>
  isChangeVerb(verb) || isAliasVerb(verb) || verb === 'revoke'

export const LOOK_VERBS = IMAGE_VERBS.filter((verb): verb is LookVerb => !opensForm(verb))
