import type { Proposal } from '../../domain/proposal.ts'

/** What people ask for in forms, and what awaits approval. */
export interface Proposals {
  readProposal(id: string): Promise<Proposal | undefined>
  /** Writes a proposal. @returns false when somebody else wrote since it was read: read again. */
  saveProposal(proposal: Proposal): Promise<boolean>
  /** The ids of those that are due, longest waiting first: to remind, to expire, to notify or to show an outcome. */
  readDueProposals(nowMs: number): Promise<readonly string[]>
}
