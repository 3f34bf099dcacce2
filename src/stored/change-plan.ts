import type { Plan } from '../domain/plan.ts'
import type { Plans } from '../ports.ts'
import { updateStored } from './update-stored.ts'

/**
 * Changes a plan: see `updateStored`.
 *
 * @param of its id; or the plan as it was read or written
 * @param change gives the new plan, or undefined to leave it
 * @returns undefined where there is none
 */
export const changePlan = async (
  ledger: Pick<Plans, 'readPlan' | 'savePlan'>,
  of: string | Plan,
  change: (plan: Plan) => Plan | undefined,
): Promise<{ plan: Plan; changed: boolean } | undefined> => {
  const known = typeof of === 'string' ? undefined : of
  const id = typeof of === 'string' ? of : of.id
  const stored = { name: `The plan ${id}`, read: () => ledger.readPlan(id), save: ledger.savePlan }
  const { item, changed } = await updateStored(stored, known, now => now && change(now))
  return item && { plan: item, changed }
}
