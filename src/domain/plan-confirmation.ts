import { takesAway } from './actions.ts'
import { isTypedName, typedNameOf } from './form-fields.ts'
import { imagesOf, type Plan } from './plan.ts'

/** What a person types before many images are changed, where a change of one of them asks for its name. */

type Asked = Pick<Plan, 'action' | 'facts' | 'options' | 'images' | 'revocation'>

/** Whether images are in use, shared, or could not be restored. What is not known counts as the higher risk. */
const isRisky = ({ action, facts, options }: Asked): boolean => {
  const { inUse, unknown, sharing, kept } = facts
  if (inUse + unknown + (sharing?.images ?? 0) + (sharing?.unknown ?? 0) > 0) return true
  if (action !== 'deregister') return false
  return !kept || kept.lost + kept.unknown + (options.deleteSnapshots ? kept.withoutSnapshots : 0) > 0
}

/** What is typed: how many images there are, or the name of the only one. */
export type TypedForPlan = { number: number } | { name: string }

/**
 * What the requester types to show that they mean all images of a plan: how many there are; of one image what its own form asks for. It
 * is no approval, and the limit within an hour counts all the same.
 *
 * @returns undefined where nothing has to be typed
 */
export const typedForPlan = (plan: Asked): TypedForPlan | undefined => {
  // As a single change: a deprecation date stops no launch.
  if (!takesAway(plan.action) || plan.action === 'retire' || !isRisky(plan)) return undefined
  const [only] = plan.facts.first
  return plan.images === 1 && only
    ? { name: typedNameOf(only.image.imageId, only.name) }
    : { number: imagesOf(plan) }
}

/** A number as people type it: "1,000", "1 000". */
export const typedNumber = (typed = ''): number | undefined => {
  const digits = typed.replace(/[\s,.'’]/g, '')
  return /^\d{1,6}$/.test(digits) ? Number(digits) : undefined
}

/** What is wrong with what was typed; undefined where it is what the plan asks for. */
export const typedFault = (typed: string | undefined, expected: TypedForPlan): string | undefined => {
  if ('number' in expected)
    return typedNumber(typed) === expected.number
      ? undefined
      : `Type the number of images: ${expected.number}.`
  return isTypedName(typed, expected.name) ? undefined : 'This is not the image’s name. Type it again.'
}
