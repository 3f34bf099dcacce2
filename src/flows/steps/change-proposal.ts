import { Later } from '../../domain/later.ts'
import type { Proposal } from '../../domain/proposal.ts'
import type { Proposals } from '../../ports.ts'

const TRIES = 8

/**
 * Reads a proposal, changes it by a pure function and writes it, again from the start when somebody else wrote meanwhile.
 *
 * @param change gives the new proposal, or undefined to leave it
 * @returns the proposal as it now is, and whether this call changed it; undefined where there is none
 */
export const changeProposal = async (
  ledger: Proposals,
  id: string,
  change: (proposal: Proposal) => Proposal | undefined,
): Promise<{ proposal: Proposal; changed: boolean } | undefined> => {
  for (let tried = 0; tried < TRIES; tried++) {
    const proposal = await ledger.readProposal(id)
    if (!proposal) return undefined
    const next = change(proposal)
    if (next === undefined) return { proposal, changed: false }
    if (await ledger.saveProposal(next))
      return { proposal: { ...next, version: next.version + 1 }, changed: true }
  }
  throw new Later(2, `The proposal ${id} was written by others ${TRIES} times in a row.`)
}
