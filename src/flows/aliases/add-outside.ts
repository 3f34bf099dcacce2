import type { Assignment } from '../../domain/alias.ts'
import { entriesOfOutside } from '../../domain/assignment-entries.ts'
import type { AliasNewsNeeds } from './needs.ts'

/** Writes a change outside amiops into the histories of its images, then into the alias's. If the alias's history has it, so have the others. */
export const addOutside = async (
  { ledger }: Pick<AliasNewsNeeds, 'ledger'>,
  assignment: Assignment,
): Promise<void> => {
  await ledger.addHistories(entriesOfOutside(assignment))
  await ledger.addAssignment(assignment)
}
