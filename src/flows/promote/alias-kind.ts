import { OVERRIDE_ALIAS, renderAliasForm, targetOf } from '../../../blocks/alias-form.ts'
import { aliasApproval, aliasRuleOf } from '../../domain/alias-approval.ts'
import { isReason, REASON_MISSING } from '../../domain/form-fields.ts'
import { placeOf } from '../../domain/plan-image.ts'
import type { PlanKind } from '../plans/kind.ts'
import { isSameAlias, seeAlias } from './see-alias.ts'

/** Plans that set an alias of a family. */
export const aliasKind: PlanKind = {
  async seeAgain(needs, plan, { target: picked, overrides }) {
    const { alias } = plan
    if (!alias) throw new Error('Expected a plan of an alias.')
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
    // What was chosen in the form was not shown: where a place is held back, the person sees that first.
    const isHeld = chosen !== alias.target && seen.change.heldBack.length > 0
    const differs = !isSame || isHeld ? 'shown' : seen === shown ? undefined : 'chosen'
    return {
      ok: true,
      images: seen.images,
      leftOut: [],
      alias: seen.change,
      choices: seen.choices,
      ...(differs && { differs }),
    }
  },

  async required({ config }, { alias, action }, images) {
    const rule = alias && aliasRuleOf(config, alias)
    const needs = images.flatMap(({ image, assignment }) => {
      const { account, region } = placeOf({ image, ...(assignment && { assignment }) })
      return rule ? (aliasApproval(config, action, rule, { ...image, account, region }) ?? []) : []
    })
    return { need: needs[0], other: undefined, left: Number.POSITIVE_INFINITY }
  },

  complaint({ purpose, overrides }, { need }, { images }) {
    if (images.length === 0) return `Nothing can be set as it is: tick “${OVERRIDE_ALIAS}”, or cancel.`
    return (need !== undefined || overrides) && !isReason(purpose) ? REASON_MISSING : undefined
  },

  form: renderAliasForm,
}
