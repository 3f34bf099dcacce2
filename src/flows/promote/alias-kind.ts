import { OVERRIDE_ALIAS, renderAliasForm, targetOf } from '../../../blocks/alias-form.ts'
import { aliasRuleOf, assignmentApproval } from '../../domain/alias-approval.ts'
import type { AliasAsk } from '../../domain/alias-change.ts'
import { isReason, REASON_MISSING } from '../../domain/form-fields.ts'
import { imageKey } from '../../domain/image.ts'
import { PLAN_GOOD_FOR_MS, type Plan, type PlanApproval } from '../../domain/plan.ts'
import { planItemKey } from '../../domain/plan-image.ts'
import type { PlanKind } from '../plans/kind.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import type { Seen } from '../plans/see-images.ts'
import { isSameAlias, seeAlias } from './see-alias.ts'
import { seeUsers } from './see-users.ts'

/** Plans that set an alias of a family. */
export const aliasKind: PlanKind = {
  async seeAgain(needs, plan, { target: picked, alias: name, overrides }) {
    const { alias } = plan
    if (!alias) throw new Error('Expected a plan of an alias.')
    if (name !== undefined && name !== alias.alias) return seeOther(needs, { ...alias.asked, alias: name })
    const chosen = picked === undefined ? alias.target : targetOf(picked)
    const shown = await seeAlias(needs, alias.asked, {
      ...(alias.target !== undefined && { target: alias.target }),
    })
    if (!shown.ok) return shown
    const before = { alias, images: await needs.ledger.readPlanImages(plan.id) }
    const seen =
      chosen === alias.target && !overrides
        ? shown
        : await seeAlias(needs, alias.asked, {
            ...(chosen !== undefined && { target: chosen }),
            ...(overrides && { overrides }),
          })
    if (!seen.ok) return seen
    const isSame = isSameAlias(before, { alias: shown.change, images: shown.images })
    // The form did not show what was chosen in it: if a place is held back, the person has to see that first.
    const isHeld = chosen !== alias.target && seen.change.heldBack.length > 0
    const differs = !isSame || isHeld ? 'shown' : seen === shown ? undefined : 'chosen'
    const users = differs || !alias.users ? await seeUsers(needs, seen.images) : alias.users
    return {
      ok: true,
      images: seen.images,
      leftOut: [],
      alias: { ...seen.change, users },
      choices: seen.choices,
      ...(differs && { differs }),
    }
  },

  async required(needs, plan, images) {
    const { config } = needs
    const { alias } = plan
    const rule = alias && aliasRuleOf(config, alias)
    const approvals = images.flatMap(({ image, assignment = image }) =>
      rule ? (assignmentApproval(config, plan, rule, { image, place: assignment }) ?? []) : [],
    )
    const [need] = approvals
    const given = need && (await givenApproval(needs, plan, images))
    return {
      need: given ? undefined : need,
      other: undefined,
      left: Number.POSITIVE_INFINITY,
      ...(given && { given }),
    }
  },

  complaint({ purpose, overrides }, { need }, { images, alias }) {
    if (images.length === 0)
      return alias?.heldBack.some(({ canOverride }) => canOverride)
        ? `Nothing can be set as it is: tick “${OVERRIDE_ALIAS}”, or cancel.`
        : 'Nothing can be set as it is: choose something else, or cancel.'
    return (need !== undefined || overrides) && !isReason(purpose) ? REASON_MISSING : undefined
  },

  form: renderAliasForm,
}

/** Another alias than the form showed: the person sees it first. */
const seeOther = async (needs: PlanNeeds, asked: AliasAsk): ReturnType<PlanKind['seeAgain']> => {
  const seen = await seeAlias(needs, asked, {})
  if (!seen.ok) return seen
  const { images, change, choices } = seen
  const alias = { ...change, users: await seeUsers(needs, images) }
  return { ok: true, images, leftOut: [], alias, choices, differs: 'to-show' }
}

/**
 * The approval of the plan that is retried. It counts for its requester, for a day after it was given, if the same image is set and the
 * alias names the same image as when it was approved. If somebody stopped the plan, it no longer counts.
 */
const givenApproval = async (
  { ledger, clock }: Pick<PlanNeeds, 'ledger' | 'clock'>,
  { alias, person }: Plan,
  images: readonly Seen[],
): Promise<PlanApproval | undefined> => {
  const { kind, planId } = alias?.asked ?? {}
  const first = kind === 'retry' && planId !== undefined ? await ledger.readPlan(planId) : undefined
  const { approval, stoppedBy, runUntilMs } = first ?? {}
  // Declined and withdrawn plans never ran; a retry of a retry counts from the approval, too.
  if (!first || !approval?.decidedBy || runUntilMs === undefined || stoppedBy) return undefined
  if (clock.nowMs() >= (approval.decidedAtMs ?? 0) + PLAN_GOOD_FOR_MS) return undefined
  if (first.person.userId !== person.userId || first.person.workspaceId !== person.workspaceId)
    return undefined
  const approved = new Set((await ledger.readPlanImages(first.id)).map(itemOf))
  return images.every(one => approved.has(itemOf(one))) ? approval : undefined
}

const itemOf = (one: Pick<Seen, 'image' | 'assignment'>): string =>
  [planItemKey(one), imageKey(one.image), one.assignment?.from?.imageId].join(' ')
