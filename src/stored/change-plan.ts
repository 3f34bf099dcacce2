import type { Plan } from '../domain/plan.ts'
import type { Plans } from '../ports.ts'
import { updateExisting } from './update-stored.ts'

/**
 * Changes a plan: see `updateStored`.
 *
 * @param of its id; or the plan as it was read or written
 * @param change gives the new plan, or undefined to leave it
 * @returns undefined if there is none
 */
export const changePlan = async (
  ledger: Pick<Plans, 'readPlan' | 'savePlan'>,
  of: string | Plan,
  change: (plan: Plan) => Plan | undefined,
): Promise<{ plan: Plan; changed: boolean } | undefined> => {
  const storedOf = (id: string) => ({
    name: `The plan ${id}`,
    read: () => ledger.readPlan(id),
    save: ledger.savePlan,
  })
  const updated = await updateExisting(storedOf, of, change)
  return updated && { plan: updated.item, changed: updated.changed }
}
