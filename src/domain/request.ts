import { ACTION_RULES, type Action, type FamilyAction } from './actions.ts'
import type { SnapshotResult } from './change.ts'
import { type ImageRef, type ImageState, imageKey } from './image.ts'
import type { Retirement } from './retirement.ts'
import type { Sharing } from './sharing.ts'

/** Who clicked, by the signed payload. */
export interface Person {
  userId: string
  /** The handle, for showing only. */
  name?: string
  /** The person's own workspace or organisation: another one than ours for a guest through Slack Connect, and for a colleague of
   * the same Enterprise Grid. */
  workspaceId: string
}

/** Where the person asked, and where they can be answered. */
export interface SlackPlace {
  channelId: string
  /** The message that held the button; absent for an ephemeral one. */
  messageTs?: string
  /** Slack's address for private answers: up to five within thirty minutes. A secret: never logged. */
  responseUrl?: string
  /** The button was on a private message, which only `responseUrl` can change. */
  isPrivate: boolean
}

/**
 * asked -> acting -> accepted -> confirmed, or one of the other ends. `acting` is written before EC2 is called. A function that finds it
 * later does not know whether the call was made, so it repeats only calls that are repeatable.
 */
export type RequestState = 'asked' | 'acting' | 'accepted' | 'confirmed' | 'refused' | 'failed' | 'unknown'

/** The plan that a request is a part of. */
export interface PartOfPlan {
  id: string
  /** How many images the plan has. */
  images: number
  /** The action of the plan: a person who may do that may do this part of it. */
  as?: FamilyAction
  /** Until when it may be carried out, instead of a click's ten minutes. */
  untilMs: number
  /** An approver typed how many images the plan has: it may go beyond the person's limit. */
  isAboveLimit?: true
}

/** What a person asked for. Its key comes from the Slack payload: the same click is the same request. */
export interface Request {
  key: string
  action: Action
  image: ImageRef
  person: Person
  place: SlackPlace
  /** The form that it was submitted with: it shows the outcome, if the person has it open. */
  viewId?: string
  state: RequestState
  askedAtMs: number
  /** When EC2 was called. */
  actedAtMs?: number
  /** A random name of the function that called EC2, by which it recognizes its own write if that was tried twice. */
  actingBy?: string
  /** When the event (or a look) proved it. */
  confirmedAtMs?: number
  confirmedBy?: 'event' | 'look'
  /** EC2's id of the call. */
  requestId?: string
  /** EC2's ids of the other calls, where it took several. */
  otherRequestIds?: readonly string[]
  /** Why it was refused, failed or is unknown, and what to do next, in a sentence for the person. */
  reason?: string
  /** EC2's error code, where it gave one. */
  code?: string
  /** The person's own words on why. */
  purpose?: string
  options?: RequestOptions
  plan?: PartOfPlan
  approvedBy?: Person
  /** What was known of its impact when it was carried out, in a line. */
  impactSummary?: string
  /** What became of each snapshot that was to be deleted with the image. */
  snapshots?: readonly SnapshotResult[]
  /**
   * The session policy named all snapshots of the region, because those of the image do not fit into it: how many the image has; 0 if
   * they were not known.
   */
  allSnapshots?: number
  /** Whom to share with, or with whom again. */
  share?: Sharing
  /** From whom launch permissions are taken away. */
  unshare?: Sharing
  /** Of Disable and Make private: who loses access, by a look right before. */
  taken?: Sharing
  /** Of Disable and Make private: the permissions that the record had saved before; they are saved again if nothing was taken away. */
  previousPermissions?: Sharing
  /** Those for whom EC2 refused the change, with its code and message. */
  notShared?: readonly NotShared[]
  /** Of Retire. */
  retirement?: Retirement
  /** Of Retire: the date and successor before, by a look right before; undo sets them again. */
  previousRetirement?: Retirement
}

/** Those for whom EC2 refused to change the launch permissions, or those of a snapshot, with its code and message. */
export interface NotShared {
  with: Sharing
  code: string
  message?: string
  snapshotId?: string
  /** It was to be taken from them. */
  isLeft?: true
}

/** Shown if the outcome of a request can no longer be found: what is known, and what to do next. */
export const LOST_OUTCOME =
  'The outcome was not recorded. Check the state on the image’s card, and send a new request if the change is missing.'

/** What else the person chose in the form. */
export interface RequestOptions {
  deleteSnapshots?: true
  /** Switch the deregistration protection off first. */
  unprotect?: true
  /** Of Share…: the accounts may use the snapshots, too. */
  shareSnapshots?: true
  /** Go without the second person that the config asks for. */
  emergencyOverride?: true
  /** Of Keep: the last day, in UTC, as the tag has it. */
  keepUntil?: string
}

const OPEN: readonly RequestState[] = ['asked', 'acting', 'accepted', 'unknown']

/** Still waiting for something to happen: holds the image against a second request. */
export const isOpen = (request: Request): boolean => OPEN.includes(request.state)

/** EC2 may have been called: an event could be its answer. */
export const mayHaveActed = (request: Request): boolean => isOpen(request) && request.state !== 'asked'

/** The request as confirmed, without what was said while its outcome was unknown. */
export const confirm = (
  { reason: _open, code: _unclear, ...request }: Request,
  confirmedAtMs: number,
  confirmedBy: 'event' | 'look',
): Request => ({ ...request, state: 'confirmed', confirmedAtMs, confirmedBy })

/** Whether the image in this state proves it. */
export const isProvedBy = (request: Request, state: ImageState): boolean =>
  ACTION_RULES[request.action].becomes.some(proof => proof === state)

/**
 * Whether the request may be carried out twice with the same result, so that a later delivery may continue it. AWS sends no event for
 * these actions: a look proves them.
 */
export const isRepeatable = ({ action }: Request): boolean =>
  action === 'restore' || action === 'retire' || action === 'keep' || changesSharing(action)

/** Leaves the state as it is: AWS sends no event, so a look at the launch permissions proves it. */
export const changesSharing = (action: Action): boolean =>
  action === 'share' || action === 'shareWith' || action === 'makePrivate'

/** The id of the event that a look makes to end a request: always its answer, however late the look. */
export const lookEventId = ({ image, key }: Pick<Request, 'image' | 'key'>): string =>
  `seen-late/${imageKey(image)}/${key}`
