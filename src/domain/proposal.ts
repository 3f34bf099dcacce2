import type { Action } from './actions.ts'
import type { AudienceChoice } from './audience.ts'
import { type Attempt, isFinal } from './history.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import type { Impact } from './impact.ts'
import type { LaunchSummary } from './launchability.ts'
import type { Person, RequestOptions, SlackPlace } from './request.ts'
import { GOOD_FOR_MS } from './request-timing.ts'
import type { Retirement, Successor } from './retirement.ts'
import type { RiskIncrease } from './risk-increase.ts'
import type { Sharing } from './sharing.ts'

/**
 * What a person intends, from the open form to its end. open -> submitted, or open -> waiting (for approval) -> approved |
 * declined | withdrawn | expired; what is submitted or approved becomes a request. Refused: nobody may approve it, the same
 * waits already, or no channel took the announcement of an emergency override.
 */
type ProposalState =
  | 'open'
  | 'submitted'
  | 'refused'
  | 'waiting'
  | 'approved'
  | 'declined'
  | 'withdrawn'
  | 'expired'

/** Asked of a second person. */
export interface Approval {
  roles: readonly string[]
  /** As the config names it. */
  channel: string
  /** The message with the buttons, once it is posted. */
  card?: { channelId: string; ts: string }
  /** The `ts` of the last one that was deleted: another one replaces it. */
  lostCardTs?: string
  askedAtMs: number
  expiresAtMs: number
  reminded: number
  remindAtMs: number
  /** The click that decided it: delivered again, it continues. */
  decision?: string
  decidedBy?: Person
  decidedAtMs?: number
  /** Why it was declined, in the approver's words. */
  comment?: string
  /** Declined, withdrawn or expired, and the people are notified. */
  isRequesterNotified?: true
  /** The outcome of the approved request, as the card shows it. */
  ending?: ApprovedEnding
}

/** What history says of an approved request. */
export type ApprovedEnding = Pick<Attempt, 'outcome' | 'reason'>

/** A higher risk that was found when somebody approved: what got worse, which ask found it, and when. */
interface FoundRiskIncrease {
  items: readonly RiskIncrease[]
  by: string
  atMs: number
}

export interface Proposal {
  /** Opaque: all that a button or a form carries. */
  id: string
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  action: Action
  image: ImageRef
  person: Person
  place: SlackPlace
  /** The form that it was submitted with, as long as the person has it open. */
  viewId?: string
  workspaceId: string
  appId: string
  state: ProposalState
  askedAtMs: number
  /** The submission that took it: delivered again, it continues. */
  submittedBy?: string
  sentAtMs?: number
  facts?: ImageFacts
  /** As the person, then the second person, last saw it. */
  impact?: Impact
  riskIncrease?: FoundRiskIncrease
  purpose?: string
  options: RequestOptions
  /** Of Re-share and Share…: who gets access, as the form shows it. */
  share?: Sharing
  /** Of Share…: who loses it. */
  unshare?: Sharing
  /** Of Share…: what the difference was made of. */
  choice?: AudienceChoice
  /** Of Share…: which ask the form showed that difference for, and when: what was sent before does not count. */
  shown?: { by: string; atMs: number }
  /** Of Retire…: the date and the successor, once the form was sent; of an undo from the start. */
  retirement?: Retirement
  /** Of Retire…: the images that the form offers as successor, newest first. */
  successors?: readonly Successor[]
  /** Of Share… and Retire…: the request whose change is taken back. */
  undoes?: string
  /** Of Share…: whether those who get access could launch it. */
  launches?: LaunchSummary
  approval?: Approval
}

/** An open proposal. Its id is the click's key, so that the same click is the same proposal. */
export const proposalOf = (
  asked: Pick<Proposal, 'action' | 'image' | 'person' | 'place' | 'workspaceId' | 'appId' | 'askedAtMs'> & {
    key: string
  },
  more: Pick<
    Proposal,
    | 'facts'
    | 'impact'
    | 'submittedBy'
    | 'share'
    | 'unshare'
    | 'choice'
    | 'undoes'
    | 'shown'
    | 'retirement'
    | 'successors'
  > &
    Partial<Pick<Proposal, 'options'>>,
): Proposal => {
  const { key, action, image, person, place, workspaceId, appId, askedAtMs } = asked
  const by = { action, image, person, place, workspaceId, appId, askedAtMs }
  return { ...by, id: key, version: 0, state: 'open', options: {}, ...more }
}

/** A form left open for longer shows facts that are too old to act on. */
export const FORM_GOOD_FOR_MS = 30 * 60_000

const WORSE_KEPT = 10

/** The proposal with the facts that got worse, in addition to those that had got worse before. */
export const withRiskIncrease = (
  proposal: Proposal,
  worse: readonly RiskIncrease[],
  by: string,
  atMs: number,
): Proposal => ({
  ...proposal,
  riskIncrease: { items: [...worse, ...(proposal.riskIncrease?.items ?? [])].slice(0, WORSE_KEPT), by, atMs },
})

/**
 * Whether an approval was sent before the approver could see the higher risk: it is the click that found the risk, or one that was on its
 * way at that time. The approver has to look again.
 */
export const agreedBeforeSeeing = (
  { riskIncrease }: Proposal,
  ask: { key: string; askedAtMs: number },
): boolean => riskIncrease !== undefined && (ask.key === riskIncrease.by || ask.askedAtMs < riskIncrease.atMs)

const FOLLOWED_AFTER_MS = 60_000
/** A queue delivers five times, some six minutes apart. */
const ABANDONED_AFTER_MS = GOOD_FOR_MS + 35 * 60_000

/** Its card shows how the approved request ended. */
export const isFollowed = ({ approval }: Proposal): boolean =>
  approval?.ending !== undefined && isFinal(approval.ending)

/** Approved so long ago that no delivery will carry it out any more, unless it had begun. */
export const isAbandoned = ({ state, approval, askedAtMs }: Proposal, nowMs: number): boolean =>
  state === 'approved' && nowMs - (approval?.decidedAtMs ?? askedAtMs) > ABANDONED_AFTER_MS

/** When the schedule has to handle a proposal next: to remind, to let it expire, to notify, or to show the outcome of an approved
 * one. */
export const proposalDueAtMs = (proposal: Proposal): number | undefined => {
  const { state, approval, askedAtMs } = proposal
  if (!approval) return undefined
  if (state === 'waiting') return Math.min(approval.remindAtMs, approval.expiresAtMs)
  if (state === 'open') return approval.askedAtMs + ABANDONED_AFTER_MS
  if (state === 'approved')
    return isFollowed(proposal) ? undefined : (approval.decidedAtMs ?? askedAtMs) + FOLLOWED_AFTER_MS
  if (approval.isRequesterNotified) return undefined
  if (state === 'declined' || state === 'withdrawn')
    return (approval.decidedAtMs ?? askedAtMs) + FOLLOWED_AFTER_MS
  return state === 'expired' ? approval.expiresAtMs : undefined
}

/** A proposal that asks for an approval, decided or not. */
export type ProposalWithApproval = Proposal & { approval: Approval }

export const hasApproval = (proposal: Proposal): proposal is ProposalWithApproval =>
  proposal.approval !== undefined
