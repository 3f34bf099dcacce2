import type { Clock } from '../../kernel/clock.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import type { Caller } from '../caller.ts'
import { type ApiCall, createApiCallEvent } from '../cloudtrail/api-call.ts'
import type { Envelope } from '../envelope.ts'
import { ACTIONS } from './actions/index.ts'
import type { Ec2Settings } from './settings.ts'

/** A call as it came in. */
export type Request = Omit<ApiCall, 'caller' | 'action' | 'outcome'> & { caller: Caller | undefined }

/** Records what was called, and the outcome. */
export interface CallLog {
  /** For the timeline. */
  record(request: Request, outcome: string): void
  /** For CloudTrail, which records every call that changes something, refused ones included. */
  trail(request: Request, outcome: ApiCall['outcome']): void
}

export interface CallLogOptions {
  clock: Clock
  timeline: Timeline
  settings: Readonly<Ec2Settings>
  emitLater: (envelope: Envelope, delayMs: number) => void
}

export const isRead = (action: string): boolean => /^(Describe|Get|List)/.test(action)

export const createCallLog = ({ clock, timeline, settings, emitLater }: CallLogOptions): CallLog => ({
  record({ caller, form, requestId }, outcome) {
    const { Action: action = '', Version: _, ...parameters } = Object.fromEntries(form)
    const subject =
      parameters.ImageId ?? parameters['ImageId.1'] ?? parameters.SnapshotId ?? parameters.Name ?? ''
    const dryRun = parameters.DryRun === 'true' ? ' (dry run)' : ''
    const detail = { ...caller, requestId, parameters, outcome }
    timeline.record('ec2', `${action}${subject && ` ${subject}`}${dryRun} -> ${outcome}`, detail)
  },
  trail(request, outcome) {
    const { caller, form } = request
    const action = form.get('Action') ?? ''
    if (!settings.cloudTrail || !caller || !(action in ACTIONS) || isRead(action)) return
    const event = createApiCallEvent({ ...request, caller, action, outcome }, clock.nowMs())
    emitLater(event, settings.cloudTrailDelayMs)
  },
})
