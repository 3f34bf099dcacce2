import type { ApprovalNeed } from '../src/domain/approval.ts'
import type { Role } from '../src/domain/config.ts'
import type { Complaint } from '../src/domain/form-fields.ts'
import type { Proposal } from '../src/domain/proposal.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import type { FilledRetirement } from '../src/domain/retirement.ts'
import type { RiskIncrease } from '../src/domain/risk-increase.ts'
import type { ImpactView } from './impact.ts'

/** What a form is drawn from. */
export interface ChangeFormView extends ImpactView {
  proposal: Proposal
  record: ImageRecord
  /** The account's alias, or its id. */
  accountName: string
  /** The approval that the config asks for, whether anybody can give it, and whether this person may skip it. */
  approval:
    | {
        need: ApprovalNeed
        roles: readonly Role[]
        isAlone: boolean
        /** The user groups that could not be read. */
        unread: readonly string[]
        mayOverride: boolean
      }
    | undefined
  /** Of a request for the same change that awaits approval already, in words. */
  pending?: string | undefined
  /** What got worse since the person looked last. */
  worse: readonly RiskIncrease[]
  complaint?: Complaint
  /** What was typed, when the form is drawn again. */
  typed?: { name?: string; purpose?: string; retirement?: FilledRetirement }
}
