import type { Proposal } from '../domain/proposal.ts'
import type { Proposals } from '../ports.ts'
import { updateStored } from './update-stored.ts'

/**
 * Changes a proposal: see `updateStored`.
 *
 * @param of its id; or the proposal as it was read or written
 * @param change gives the new proposal, or undefined to leave it
 * @returns undefined where there is none
 */
export const changeProposal = async (
  ledger: Proposals,
  of: string | Proposal,
  change: (proposal: Proposal) => Proposal | undefined,
): Promise<{ proposal: Proposal; changed: boolean } | undefined> => {
  const known = typeof of === 'string' ? undefined : of
  const id = typeof of === 'string' ? of : of.id
  const stored = {
    name: `The proposal ${id}`,
    read: () => ledger.readProposal(id),
    save: ledger.saveProposal,
  }
  const { item, changed } = await updateStored(stored, known, now => now && change(now))
  return item && { proposal: item, changed }
}
