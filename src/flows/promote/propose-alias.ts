import { renderNoPlanRight, renderNoSuchPlan } from '../../../blocks/plan-answers.ts'
import type { AliasAsk } from '../../domain/alias-change.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import { openPlan, planAskedBy, waitsForPlan } from '../plans/open-plan.ts'
import { authorise } from '../steps/authorise.ts'
import { reply } from '../steps/reply.ts'
import { aliasActionOf, seeAlias } from './see-alias.ts'
import { seeUsers } from './see-users.ts'

/** A question for a form that sets an alias; the form is open, and empty. */
export type ProposeAlias = Omit<AskOf<'plan'>, 'kind' | 'from'> & { asked: AliasAsk }

/**
 * Shows what setting an alias means, in the form that is open: 1 permission 2 which alias, to what, and each of its places 3 write the
 * plan, open 4 draw the form. Changes nothing in AWS.
 */
export const proposeAlias = async (needs: PlanNeeds, ask: ProposeAlias): Promise<void> => {
  if (!(await waitsForPlan(needs, ask, 'click'))) return
  // 1 permission
  const action = await aliasActionOf(needs, ask.asked)
  if (!action) return reply(needs, ask, renderNoSuchPlan())
  const right = await authorise(needs, ask, rolesFor(needs.config, action))
  if (!right.allowed) return reply(needs, { ...ask, action }, renderNoPlanRight(action, right))
  // 2 which alias, to what, and each of its places
  const seen = await seeAlias(needs, ask.asked, {})
  if (!seen.ok) return reply(needs, { ...ask, action }, seen.message)
  const { change, images, choices } = seen
  const alias = { ...change, users: await seeUsers(needs, images) }
  // 3 write the plan 4 draw the form
  await openPlan(needs, { ...planAskedBy(ask), action, alias }, images, {
    viewId: ask.viewId,
    leftOut: [],
    choices,
  })
}
