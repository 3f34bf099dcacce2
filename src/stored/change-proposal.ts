import type { Proposal } from '../domain/proposal.ts'
import type { Proposals } from '../ports.ts'
import { updateExisting } from './update-stored.ts'

/**
 * Changes a proposal: see `updateStored`.
 *
 * @param of its id; or the proposal as it was read or written
 * @param change gives the new proposal, or undefined to leave it
 * @returns undefined if there is none
 */
export const changeProposal = async (
  ledger: Proposals,
  of: string | Proposal,
  change: (proposal: Proposal) => Proposal | undefined,
): Promise<{ proposal: Proposal; changed: boolean } | undefined> => {
  const storedOf = (id: string) => ({
    name: `The proposal ${id}`,
    read: () => ledger.readProposal(id),
    save: ledger.saveProposal,
  })
  const updated = await updateExisting(storedOf, of, change)
  return updated && { proposal: updated.item, changed: updated.changed }
}
