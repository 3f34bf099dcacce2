import type { Assignment } from '../../domain/alias.ts'
import { entriesOfOutside } from '../../domain/assignment-entries.ts'
import type { AliasNewsNeeds } from './needs.ts'

/** Writes a change outside of amiops into the histories of its images, then into that of the alias: whoever finds it there need not. */
export const addOutside = async (
  { ledger }: Pick<AliasNewsNeeds, 'ledger'>,
  assignment: Assignment,
): Promise<void> => {
  await ledger.addHistories(entriesOfOutside(assignment))
  await ledger.addAssignment(assignment)
}
