import { renderNoPlanRight } from '../../../blocks/plan-answers.ts'
import type { AskOf } from '../../domain/ask.ts'
import { rolesFor } from '../../domain/authorise.ts'
import type { ImageRef } from '../../domain/image.ts'
import type { PlanNeeds } from '../plans/needs.ts'
import { openPlan, planAskedBy, waitsForPlan } from '../plans/open-plan.ts'
import type { Waiting } from '../readings/ask-for-reading.ts'
import { authorise } from '../steps/authorise.ts'
import { reply } from '../steps/reply.ts'
import { seeRevocation } from './see-revocation.ts'
import { seeUndo } from './see-undo.ts'

/** A question for the form of a revocation, or of its undo; the form is open, and empty. */
export type ProposeRevocation = Omit<AskOf<'plan'>, 'kind' | 'from'> & {
  of: { image: ImageRef } | { undoes: string }
}

/**
 * Shows what a revocation would do, in the form that is open: 1 permission 2 look at everything 3 write the plan, open 4 draw the form.
 * Changes nothing in AWS.
 *
 * @param message what comes again once many places are read
 */
export const proposeRevocation = async (
  needs: PlanNeeds,
  ask: ProposeRevocation,
  message: Waiting,
): Promise<void> => {
  const asked = {
    ...ask,
    action: 'revoke' as const,
    ...('undoes' in ask.of && { isUndo: true as const }),
  }
  if (!(await waitsForPlan(needs, asked, 'click'))) return
  // 1 permission
  const right = await authorise(needs, ask, rolesFor(needs.config, 'revoke'))
  if (!right.allowed) return reply(needs, asked, renderNoPlanRight('revoke', right))
  // 2 look at everything
  const { of } = ask
  const seen = await ('image' in of ? seeRevocation(needs, of.image, message) : seeUndo(needs, of.undoes))
  if (!seen.ok) return reply(needs, asked, seen.message)
  // 3 write the plan 4 draw the form
  await openPlan(
    needs,
    {
      ...planAskedBy(ask),
      action: 'revoke',
      revocation: seen.revocation,
      ...('undoes' in of && { undoes: of.undoes }),
    },
    seen.images,
    { viewId: ask.viewId, leftOut: [] },
  )
}
