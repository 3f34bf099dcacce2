import type { Action } from './actions.ts'
import { sessionNameOf } from './change-session.ts'
import {
  type CloudTrailCall,
  type CloudTrailCallName,
  isStateChange,
  keepCall,
  withPrincipal,
} from './cloud-trail-call.ts'
import { type Attempt, attemptOf, type HistoryEntry, KEPT_SHARES } from './history.ts'
import { PLAN_GOOD_FOR_MS } from './plan.ts'
import { type ImageRecord, type LastEvent, stateOf } from './record.ts'
import { withoutRecycleBinState } from './recycle-bin-state.ts'
import type { Person, Request } from './request.ts'
import { GOOD_FOR_MS } from './request-timing.ts'

/** Whether amiops itself made this call, for this request: EC2's id of the call proves it. */
const isCallOf = (
  { requestId, otherRequestIds = [] }: Pick<Request, 'requestId' | 'otherRequestIds'>,
  call: CloudTrailCall,
): boolean =>
  call.requestId !== undefined && (requestId === call.requestId || otherRequestIds.includes(call.requestId))

/** The calls that CloudTrail reports of each action. */
const CALLS: Readonly<Record<Action, readonly CloudTrailCallName[]>> = {
  enable: ['EnableImage'],
  disable: ['DisableImage'],
  deregister: ['DeregisterImage', 'DisableImageDeregistrationProtection'],
  restore: ['RestoreImageFromRecycleBin'],
  share: ['ModifyImageAttribute'],
  shareWith: ['ModifyImageAttribute'],
  makePrivate: ['ModifyImageAttribute'],
  retire: ['EnableImageDeprecation', 'DisableImageDeprecation'],
  keep: [],
  scan: [],
}

/** EC2 may have been called for it. */
const MAY_HAVE_ACTED: readonly Attempt['outcome'][] = ['acting', 'accepted', 'confirmed', 'unknown', 'failed']

/** EC2's and CloudTrail's whole seconds, and how long the session of a request lasts. */
const BEFORE_MS = 5_000
const AFTER_MS = 15 * 60_000

/** Whether all of some names are among those of a request. A list that was cut may have had any name. */
const isAmong = (names: readonly string[], asked: readonly string[]): boolean =>
  asked.length >= KEPT_SHARES || names.every(name => asked.includes(name))

/**
 * Whether a call gives access to nobody, and takes it from nobody, but those whom the request names. Re-share takes access from nobody, and
 * Make private gives it to nobody.
 */
const isSharingOf = ({ action, sharing: asked }: Attempt, { sharing: made }: CloudTrailCall): boolean => {
  if (!made) return true
  if (action === 'share') return made.removed.length === 0
  if (action === 'makePrivate') return made.added.length === 0
  return !asked || (isAmong(made.added, asked.added) && isAmong(made.removed, asked.removed))
}

/**
 * Whether a session of the actor role made this call for this request, by the session's name, its source identity, the call, whom it gives
 * access to and the time. It is needed because EC2's answer with the id of the call may be lost, or not be written yet.
 */
const isInSessionOf = (attempt: Attempt, made: CloudTrailCall): boolean => {
  const { principal, call, atMs } = made
  const sinceMs = atMs - attempt.atMs
  return (
    principal.session === sessionNameOf(attempt.id) &&
    principal.sourceIdentity === attempt.by.userId &&
    MAY_HAVE_ACTED.includes(attempt.outcome) &&
    CALLS[attempt.action].includes(call) &&
    isSharingOf(attempt, made) &&
    sinceMs >= -BEFORE_MS &&
    sinceMs <= (attempt.planId === undefined ? GOOD_FOR_MS : PLAN_GOOD_FOR_MS) + AFTER_MS
  )
}

/**
 * Who asked amiops for this call; undefined if the call is not amiops's own. The record has only the latest request, the history has all.
 *
 * @param isOfActorRole whether a session of the actor role made it. If not, only EC2's id of the call counts: anybody can choose the name
 * of another role's session
 */
export const decideAsker = (
  record: ImageRecord,
  history: readonly HistoryEntry[],
  call: CloudTrailCall,
  isOfActorRole: boolean,
): Person | undefined => {
  const { request } = record
  if (request && isCallOf(request, call)) return request.person
  const attempts = history.filter(entry => entry.kind === 'request')
  const asked = attempts.find(entry => isCallOf(entry, call))
  if (asked || !isOfActorRole) return asked?.by
  return [...(request ? [attemptOf(request)] : []), ...attempts].find(one => isInSessionOf(one, call))?.by
}

/** The ledger may get the entry that explains amiops's own call as late as this. */
const WRITTEN_WITHIN_MS = 2 * 60_000

/** How many seconds to wait before a call of the actor role counts as unexplained; 0 if it does now. */
export const unexplainedInSec = ({ atMs }: Pick<CloudTrailCall, 'atMs'>, nowMs: number): number =>
  Math.max(0, Math.ceil((atMs + WRITTEN_WITHIN_MS - nowMs) / 1_000))

const isSame = (a: LastEvent, b: LastEvent): boolean =>
  a.cause === b.cause && JSON.stringify(a.principal) === JSON.stringify(b.principal)

/**
 * Writes a call from outside into the record. It is kept for an event that may still come, and names the actor of the state that it
 * explains. A call that changes no state is only in the history. If it deleted the snapshots of an image that is gone, the state of the
 * Recycle Bin is dropped from the record.
 *
 * @returns undefined if the record has it already, or does not need it
 */
export const applyCall = (record: ImageRecord, call: CloudTrailCall): ImageRecord | undefined => {
  const { calls: before = [], lastEvent } = record
  const calls = isStateChange(call) ? keepCall(before, call) : before
  if (calls === before) return undefined
  const base =
    call.withSnapshots && stateOf(record) === 'deregistered' ? withoutRecycleBinState(record) : record
  const signed = lastEvent && withPrincipal(lastEvent, calls)
  return signed && lastEvent && !isSame(signed, lastEvent)
    ? { ...base, calls, lastEvent: signed, rev: record.rev + 1 }
    : { ...base, calls }
}
