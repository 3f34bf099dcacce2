import type { Proposal } from '../../domain/proposal.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import type { Proposals } from '../../ports.ts'

const TRIES = 8

type ProposalUpdate = (proposal: Proposal) => Proposal | undefined

/**
 * Reads a proposal, changes it by a pure function and writes it, again from the start when somebody else wrote meanwhile.
 *
 * @param of its id; or the proposal as it was read or written: then it is read only where somebody else wrote since, or where
 * it gives no reason for a change
 * @param change gives the new proposal, or undefined to leave it
 * @returns the proposal as it now is, and whether this call changed it; undefined where there is none
 */
export const changeProposal = async (
  ledger: Proposals,
  of: string | Proposal,
  change: ProposalUpdate,
): Promise<{ proposal: Proposal; changed: boolean } | undefined> => {
  const id = typeof of === 'string' ? of : of.id
  let known = typeof of === 'string' ? undefined : of
  for (let tried = 0; tried < TRIES; tried++) {
    const isFresh = known === undefined
    const proposal: Proposal | undefined = known ?? (await ledger.readProposal(id))
    known = undefined
    if (!proposal) return undefined
    const next = change(proposal)
    if (next === undefined && isFresh) return { proposal, changed: false }
    if (next && (await ledger.saveProposal(next)))
      return { proposal: { ...next, version: next.version + 1 }, changed: true }
  }
  throw new RetryLater(2, `The proposal ${id} was written by others ${TRIES} times in a row.`)
}
