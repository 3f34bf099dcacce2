import type { Cause } from './cause.ts'
import type { EventState } from './event.ts'
import type { ImageRef } from './image.ts'

/** The calls about images that CloudTrail is asked for; the rule in `serverless.yml` has the same list. It holds every
 * operation that leads to an AMI event, and what changes sharing or protection.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-ami-events.html */
export const TRAIL_CALLS = [
  'EnableImage',
  'DisableImage',
  'DeregisterImage',
  'CreateImage',
  'CopyImage',
  'RegisterImage',
  'CreateRestoreImageTask',
  'RestoreImageFromRecycleBin',
  'ModifyImageAttribute',
  'EnableImageDeprecation',
  'DisableImageDeprecation',
  'EnableImageDeregistrationProtection',
  'DisableImageDeregistrationProtection',
] as const
export type CloudTrailCallName = (typeof TRAIL_CALLS)[number]

/** Who called EC2, and from where, in CloudTrail's words. Values that CloudTrail does not give are absent. */
export interface Principal {
  kind: 'user' | 'role' | 'root' | 'federated' | 'service' | 'account' | 'identity-center' | 'unknown'
  /** The user's, role's or service's name; an account's number. */
  name: string
  /** Of a role: the name that its holder gave the session. */
  session?: string
  /** Who uses the session, if that was set. */
  sourceIdentity?: string
  /** The caller's own account, where it is not the image's. */
  account?: string
  /** The AWS service that called in somebody's name, by its host; `AWS Internal` where AWS names none. */
  via?: string
  /** Called from a session of the AWS console. */
  fromConsole?: true
  sourceIp?: string
  userAgent?: string
}

/** The caller without tool, address and other values that differ from call to call. */
export type Actor = Pick<Principal, 'kind' | 'name' | 'session' | 'sourceIdentity'>

/** The session of a role is one run of it, but with IAM Identity Center a person. */
export const actorOf = ({ kind, name, session, sourceIdentity }: Principal): Actor => ({
  kind,
  name,
  ...(session && name.startsWith('AWSReservedSSO_') && { session }),
  ...(sourceIdentity && { sourceIdentity }),
})

/** Launch permissions that were given or taken: account numbers, ARNs, `all`. */
export interface SharingChange {
  added: readonly string[]
  removed: readonly string[]
}

/** A call to EC2 about an image, from CloudTrail. It may come minutes after its event, before it, or without one. */
export interface CloudTrailCall extends ImageRef {
  /** CloudTrail's id of it with the image: the same for a second delivery. */
  id: string
  call: CloudTrailCallName
  /** Whole seconds, as AWS gives them. */
  atMs: number
  principal: Principal
  /** EC2's id of the call. */
  requestId?: string
  /** Set where EC2 refused it: nothing was changed. */
  errorCode?: string
  sharing?: SharingChange
  withSnapshots?: true
}

/** What the record of an image keeps of a call, until its event comes. */
export type KeptCall = Pick<CloudTrailCall, 'id' | 'call' | 'atMs' | 'principal' | 'requestId'>

/** The part of an event that is needed to find out who caused it. */
export interface ExplainedEvent {
  state: EventState
  atMs: number
  cause?: Cause
  requestId?: string
  seenLate?: true
}

const HOUR_MS = 60 * 60_000

interface Effect {
  states: readonly EventState[]
  /** How long after the call its event may come. */
  withinMs: number
  cause?: Cause
}

const CHANGES_WITHIN_MS = 5 * 60_000
/** A copy takes minutes to hours. An image without an event for longer is announced as enabled, not as created. */
const MADE_WITHIN_MS = 24 * HOUR_MS

const made = (cause: Cause): Effect => ({
  states: ['available', 'failed'],
  withinMs: MADE_WITHIN_MS,
  cause,
})

/** The event that follows each call. Other calls have none. */
const EFFECTS: Partial<Readonly<Record<CloudTrailCallName, Effect>>> = {
  EnableImage: { states: ['available'], withinMs: CHANGES_WITHIN_MS, cause: 'enabled' },
  DisableImage: { states: ['disabled'], withinMs: CHANGES_WITHIN_MS },
  DeregisterImage: { states: ['deregistered'], withinMs: CHANGES_WITHIN_MS },
  RestoreImageFromRecycleBin: {
    states: ['available', 'disabled'],
    withinMs: CHANGES_WITHIN_MS,
    cause: 'restored',
  },
  CreateImage: made('created'),
  CopyImage: made('copied'),
  RegisterImage: made('registered'),
  CreateRestoreImageTask: made('restored-from-s3'),
}

/** A call that can explain a state is kept with its image. */
export const isStateChange = ({ call, errorCode }: CloudTrailCall): boolean =>
  errorCode === undefined && EFFECTS[call] !== undefined

/** A call that changed the deprecation date of an image. */
export const isDateCall = ({ call, errorCode }: CloudTrailCall): boolean =>
  errorCode === undefined && (call === 'EnableImageDeprecation' || call === 'DisableImageDeprecation')

/** EC2's and CloudTrail's whole seconds need not be the same ones. */
const CLOCKS_DIFFER_MS = 5_000

/** Whether this call led to this state: by EC2's own id, or else by the expected state near in time. */
export const explains = (call: KeptCall, lastEvent: ExplainedEvent): boolean => {
  const effect = EFFECTS[call.call]
  if (!effect?.states.includes(lastEvent.state)) return false
  if (call.requestId !== undefined && call.requestId === lastEvent.requestId) return true
  // Only the call that made an image can lead to its first state; an older image was made available by another call.
  if (lastEvent.cause === 'enabled' && effect.withinMs === MADE_WITHIN_MS) return false
  const sinceMs = lastEvent.atMs - call.atMs
  const withinMs = lastEvent.seenLate ? Math.max(HOUR_MS, effect.withinMs) : effect.withinMs
  return sinceMs >= -CLOCKS_DIFFER_MS && sinceMs <= withinMs
}

/** The best match of the calls that explain a state: by EC2's id, otherwise the nearest in time. The order of the calls does not matter. */
const pickCall = (calls: readonly KeptCall[], lastEvent: ExplainedEvent): KeptCall | undefined => {
  const distanceMs = (call: KeptCall): number =>
    call.requestId !== undefined && call.requestId === lastEvent.requestId
      ? -1
      : Math.abs(lastEvent.atMs - call.atMs)
  return calls
    .filter(call => explains(call, lastEvent))
    .sort((a, b) => distanceMs(a) - distanceMs(b) || (a.id < b.id ? -1 : 1))[0]
}

/** An event with the actor of the call that explains it, if nobody in Slack asked for it.
 * The call knows better than the facts how an image became available. */
export const withPrincipal = <T extends ExplainedEvent & { by?: unknown; principal?: Principal }>(
  lastEvent: T,
  calls: readonly KeptCall[],
): T => {
  const found = lastEvent.by === undefined ? pickCall(calls, lastEvent) : undefined
  if (!found) return lastEvent
  const cause = lastEvent.state === 'available' ? EFFECTS[found.call]?.cause : undefined
  return { ...lastEvent, principal: found.principal, ...(cause && { cause }) }
}

/** The newest calls that a record keeps. */
const KEPT_CALLS = 5

/** The calls with one more, each once, the oldest first. */
export const keepCall = (calls: readonly KeptCall[], call: CloudTrailCall): readonly KeptCall[] => {
  if (calls.some(({ id }) => id === call.id)) return calls
  const { id, call: name, atMs, principal, requestId } = call
  const kept: KeptCall = { id, call: name, atMs, principal, ...(requestId && { requestId }) }
  return [...calls, kept].sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1)).slice(-KEPT_CALLS)
}
