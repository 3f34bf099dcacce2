import type { Action } from './actions.ts'
import type { Filled } from './ask.ts'
import { type ImageFacts, type ImageRef, isProtected } from './image.ts'
import { decideRisk, type Impact } from './impact.ts'
import type { Person, Place, RequestOptions } from './request.ts'

/**
 * What a person means to do, from the open form to its end. open -> submitted, or open -> waiting (for a second person) ->
 * approved | declined | expired; what is submitted or approved becomes a request.
 */
export type ProposalState = 'open' | 'submitted' | 'waiting' | 'approved' | 'declined' | 'expired'

/** Asked of a second person. */
export interface Approval {
  roles: readonly string[]
  /** As the config names it. */
  channel: string
  /** The message with the buttons, once it is posted. */
  card?: { channelId: string; ts: string }
  askedAtMs: number
  expiresAtMs: number
  reminded: number
  remindAtMs: number
  decidedBy?: Person
  decidedAtMs?: number
}

export interface Proposal {
  /** Opaque: all that a button or a form carries. */
  id: string
  /** How often it was written: two writers that read the same version cannot both write. */
  version: number
  action: Action
  image: ImageRef
  person: Person
  place: Place
  workspaceId: string
  appId: string
  state: ProposalState
  askedAtMs: number
  /** The submission that took it: the same one, delivered again, goes on. */
  submittedBy?: string
  sentAtMs?: number
  facts?: ImageFacts
  /** As the person, then the second person, last saw it. */
  impact?: Impact
  purpose?: string
  options: RequestOptions
  approval?: Approval
}

/** A form left open for longer shows facts that are too old to act on. */
export const FORM_GOOD_FOR_MS = 30 * 60_000

/** When a waiting proposal is to be looked at next: to remind, or to let it expire. */
export const dueAtMs = ({ state, approval }: Proposal): number | undefined =>
  state === 'waiting' && approval ? Math.min(approval.remindAtMs, approval.expiresAtMs) : undefined

/** What a form carries and brings back: which proposal it is, and hints that let a mistake be shown at once. No truth: all
 * of it is looked at again where the work is done. */
export interface FormMemo {
  proposal: string
  /** What must be typed, where something must. */
  name?: string
  mustSayWhy?: true
  mustUnprotect?: true
}

/** What a person types to show that they mean this image: its name, or its id where it has none. */
export const typedNameOf = (imageId: string, facts: ImageFacts): string =>
  facts.name === undefined || facts.name.trim() === '' ? imageId : facts.name

/** People paste names with spaces around them. */
export const isTypedName = (typed: string | undefined, expected: string): boolean =>
  typed !== undefined && typed.replace(/\s+/g, ' ').trim() === expected.replace(/\s+/g, ' ').trim()

/** One that was put before a second person, decided or not. */
export type WaitingProposal = Proposal & { approval: Approval }

export const isWaitingProposal = (proposal: Proposal): proposal is WaitingProposal =>
  proposal.approval !== undefined

/** Whether the name must be typed: somebody uses the image, others have access, or it would be for good. */
export const mustTypeName = (action: Action, impact: Impact): boolean => {
  const { isInUse, isShared, isForGood } = decideRisk(impact)
  return isInUse || isShared || (action === 'deregister' && isForGood)
}

/** What is not right about what was filled in, in a sentence; undefined where nothing is. */
export const complaintOf = (
  proposal: Proposal & { impact: Impact; facts: ImageFacts },
  filled: Filled,
  needsSecondPerson: boolean,
): string | undefined => {
  const { action, image, impact, facts } = proposal
  const name = typedNameOf(image.imageId, facts)
  if (mustTypeName(action, impact) && !isTypedName(filled.typedName, name))
    return 'The name that was typed is not the image’s name. Nothing was changed; type it again.'
  if ((needsSecondPerson || filled.options.breakGlass) && !filled.purpose?.trim())
    return 'Say why: the second person, and whoever reads the history, wants to know.'
  if (action === 'deregister' && isProtected(facts) && !filled.options.unprotect)
    return 'The image is protected against deregistration: tick that its protection is switched off first, or cancel.'
  return undefined
}

/** Slack's `callback_id` of the form. */
export const FORM_CALLBACK = 'amiops_form'
