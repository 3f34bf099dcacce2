import { type CloudTrailCall, isStateChange, keepCall, withPrincipal } from './cloud-trail-call.ts'
import type { HistoryEntry } from './history.ts'
import { type ImageRecord, type LastEvent, stateOf } from './record.ts'
import { withoutRecycleBinState } from './recycle-bin-state.ts'
import type { Person, Request } from './request.ts'

/**
 * Whether amiops itself made this call, for this request. Only EC2's id of the call proves that, since anybody may choose the
 * name of a session. Where EC2's answer was lost, the call is shown in CloudTrail's words.
 */
const isCallOf = (
  { requestId, otherRequestIds = [] }: Pick<Request, 'requestId' | 'otherRequestIds'>,
  call: CloudTrailCall,
): boolean =>
  call.requestId !== undefined && (requestId === call.requestId || otherRequestIds.includes(call.requestId))

/** Who asked amiops for this call; undefined where it is somebody else's. The record knows only the latest request. */
export const decideAsker = (
  record: ImageRecord,
  history: readonly HistoryEntry[],
  call: CloudTrailCall,
): Person | undefined => {
  if (record.request && isCallOf(record.request, call)) return record.request.person
  const asked = history.find(entry => entry.kind === 'request' && isCallOf(entry, call))
  return asked?.kind === 'request' ? asked.by : undefined
}

const isSame = (a: LastEvent, b: LastEvent): boolean =>
  a.cause === b.cause && JSON.stringify(a.principal) === JSON.stringify(b.principal)

/**
 * Writes somebody's call into the record: kept for an event that is still to come, and shown with the state that it explains. A
 * call that changes no state is history only. If it deleted the snapshots of an image that is gone, what was known of restoring
 * it is dropped.
 *
 * @returns undefined where the record knows it already or need not know it
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
