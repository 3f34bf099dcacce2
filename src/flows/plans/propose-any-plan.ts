import { isFamilyAction } from '../../domain/actions.ts'
import type { AskOf } from '../../domain/ask.ts'
import { proposeAlias } from '../promote/propose-alias.ts'
import { proposeRevocation } from '../revoke/propose-revocation.ts'
import type { PlanNeeds } from './needs.ts'
import { proposePlan } from './propose-plan.ts'

/** Fills the form of a plan, by what it is for: images of a list, an alias, a bad image, or the undo of an earlier plan. */
export const proposeAnyPlan = async (needs: PlanNeeds, ask: AskOf<'plan'>): Promise<void> => {
  const { from, ...asked } = ask
  switch (from.kind) {
    case 'alias': {
      const { kind, planId } = from.asked
      const again = kind === 'retry' && planId !== undefined ? await needs.ledger.readPlan(planId) : undefined
      if (again && !isFamilyAction(again.action)) return proposePlan(needs, ask)
      return proposeAlias(needs, { ...asked, asked: from.asked })
    }
    case 'revoke':
      return proposeRevocation(needs, { ...asked, of: { image: from.image } }, ask)
    case 'undo': {
      const plan = await needs.ledger.readPlan(from.planId)
      return plan?.revocation
        ? proposeRevocation(needs, { ...asked, of: { undoes: plan.id } }, ask)
        : proposePlan(needs, ask)
    }
    default:
      return proposePlan(needs, ask)
  }
}
