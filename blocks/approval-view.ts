import type { Role } from '../src/domain/config.ts'
import type { Approval, Proposal } from '../src/domain/proposal.ts'
import type { RiskIncrease } from '../src/domain/risk-increase.ts'
import type { ImpactView } from './impact.ts'
import type { PersonStyle } from './words.ts'

/** What an approval card is drawn from. */
export interface ApprovalView extends ImpactView {
  proposal: Proposal & { approval: Approval }
  accountName: string
  style: PersonStyle
  /** The approvers. They are notified when the card is posted, not when it is edited. */
  calls?: readonly Role[]
  worse?: readonly RiskIncrease[]
}
