import type { AskOf } from './ask.ts'
import type { Impact } from './impact.ts'
import type { Proposal, ProposalWithApproval } from './proposal.ts'
import type { PartOfPlan, Person, RequestOptions } from './request.ts'
import type { Retirement } from './retirement.ts'
import type { Sharing } from './sharing.ts'

/** Why no second person has to be asked. */
export type Consent =
  | { kind: 'approved'; by: Person }
  | { kind: 'emergency-override' }
  | { kind: 'not-needed' }

/**
 * A change that is to be carried out: a click, or a form with its approval if one was needed. It is never sent through a queue, because a
 * queue carries no consent.
 */
export type Order = Omit<AskOf<'change'>, 'kind'> & {
  viewId?: string
  purpose?: string
  options?: RequestOptions
  consent?: Consent
  plan?: PartOfPlan
  /** Of Re-share and Share…: who gets access, as the approver saw it. */
  share?: Sharing
  /** Of Share… and Make private: who loses access; of Make private by a look right before. */
  unshare?: Sharing
  /** Of Retire. */
  retirement?: Retirement
  /** The facts that the consent was given on. */
  impact?: Impact
}

/** Whether an approval's card or a plan's card shows the outcome, so that the person needs no answer of their own. */
export const isAnsweredElsewhere = ({ consent, plan }: Pick<Order, 'consent' | 'plan'>): boolean =>
  consent?.kind === 'approved' || plan !== undefined

const APPROVED = '/approved'

/** The proposal whose approval became this request, if any. */
export const approvedProposalOf = (requestKey: string): string | undefined =>
  requestKey.endsWith(APPROVED) ? requestKey.slice(0, -APPROVED.length) : undefined

/**
 * The order that a proposal becomes.
 *
 * @param askedAtMs when it was submitted or approved: both are valid for ten minutes, as a click is
 */
export const orderOf = (proposal: Proposal, consent: Consent, askedAtMs: number): Order => {
  const {
    id,
    action,
    image,
    person,
    place,
    workspaceId,
    appId,
    purpose,
    options,
    impact,
    share,
    unshare,
    retirement,
    viewId,
  } = proposal
  return {
    // The click that asked for the approval has ended as a request of its own: the approval makes another one.
    key: consent.kind === 'approved' ? `${id}${APPROVED}` : id,
    action,
    image,
    person,
    place,
    workspaceId,
    appId,
    options,
    consent,
    askedAtMs,
    ...(viewId !== undefined && { viewId }),
    ...(purpose && { purpose }),
    ...(impact && { impact }),
    ...(share && { share }),
    ...(unshare && { unshare }),
    ...(retirement && { retirement }),
  }
}

/** The order that an approved proposal becomes. */
export const approvedOrderOf = (proposal: ProposalWithApproval): Order => {
  const { decidedBy: by = proposal.person, decidedAtMs = proposal.askedAtMs } = proposal.approval
  return orderOf(proposal, { kind: 'approved', by }, decidedAtMs)
}
