import type { Proposal } from '../../domain/proposal.ts'

/** What people mean to do, and what waits for an approval. */
export interface Proposals {
  readProposal(id: string): Promise<Proposal | undefined>
  /** Writes a proposal. @returns false when somebody else wrote since it was read: read again. */
  saveProposal(proposal: Proposal): Promise<boolean>
  /** The ids of those that somebody has to see to, longest waiting first: to remind, to let them expire, to tell what became
   * of them. */
  readDueProposals(nowMs: number): Promise<readonly string[]>
}
