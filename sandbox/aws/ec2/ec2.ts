import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import type { Caller, Identity } from '../caller.ts'
import type { Envelope } from '../envelope.ts'
import { ALLOW_ALL, type Authorise } from '../iam/authorise.ts'
import type { Ec2World } from './action.ts'
import { createCallLog } from './call-log.ts'
import { createEndpoint } from './endpoint.ts'
import { Ec2Error } from './errors.ts'
import { createFleet, type Fleet, type StoredImage } from './fleet.ts'
import { createPerform } from './perform.ts'
import { DEFAULT_SETTINGS, type Ec2Settings } from './settings.ts'
import { parseSnapshot, takeSnapshot } from './snapshot.ts'
import { createStateChanges, type StateChanges } from './state-changes.ts'
import { createViews } from './views.ts'

export interface Ec2Options {
  clock: Clock
  faults: Faults
  timeline: Timeline
  /** Where the `EC2 AMI State Change` events go. */
  emit: (envelope: Envelope) => void
  onChange?: () => void
  /** From a change to its event; 300 ms when left out. */
  eventDelayMs?: number
  /** From pending to available; 3 s when left out. */
  settleMs?: number
  /** How long DescribeImages still shows what was deregistered; 0 when left out. */
  lingerMs?: number
  settings?: Partial<Ec2Settings>
  /** Whether a caller may make a call; everybody may do everything when left out. */
  authorise?: Authorise
}

export interface Ec2 {
  /** The endpoint for real clients. */
  app: Hono<NodeEnv>
  fleet: Fleet
  stateChanges: StateChanges
  readonly settings: Readonly<Ec2Settings>
  /** Holds for every call from now on. */
  configure(settings: Partial<Ec2Settings>): void
  /** A call from within the sandbox, as the given caller; throws Ec2Error. */
  call(caller: Caller, action: string, parameters: Record<string, string>): object
  /** Records a call in CloudTrail whose effect was made in another way. */
  recordOutsideCall(caller: Caller, action: string, parameters: Record<string, string>, result: object): void
  /** To be called before an image is changed by other means than a call. */
  beforeChange(stored: StoredImage): void
  /** To be called after a change that emits no event. */
  changed(): void
  /** Pending images, and events that are not on the bus yet. */
  pending(): number
  /** Calls `listener` whenever something has changed that a snapshot holds. */
  onChange(listener: () => void): () => void
  /** The fleet, what is under way and the settings, as JSON. */
  snapshot(): unknown
  /** Takes up a snapshot; throws at what is none. */
  restore(snapshot: unknown): void
}

/** An address reserved for documentation: https://www.rfc-editor.org/rfc/rfc5737 */
const FROM_OUTSIDE = '203.0.113.24'

/** The identity of a caller outside, if none is given: a user of the command line. */
const OUTSIDE: Identity = { type: 'IAMUser', user: 'ops' }
const OUTSIDE_AGENT = 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux md/arch#x86_64 lang/python#3.13.7'

const toOutsideRequest = (
  { account, region, identity = OUTSIDE }: Caller,
  action: string,
  parameters: Readonly<Record<string, string>>,
) => ({
  caller: { account, region, identity },
  form: new URLSearchParams({ Action: action, ...parameters }),
  requestId: randomUUID(),
  userAgent: OUTSIDE_AGENT,
  sourceIpAddress: FROM_OUTSIDE,
})

export const createEc2 = (options: Ec2Options): Ec2 => {
  const { clock, faults, timeline } = options
  const fleet = createFleet()
  const settings: Ec2Settings = { ...DEFAULT_SETTINGS, ...options.settings }
  const listeners = new Set<() => void>(options.onChange ? [options.onChange] : [])
  const changed = () => {
    for (const listener of listeners) listener()
  }
  const views = createViews(fleet, settings, clock)
  const stateChanges = createStateChanges({
    clock,
    fleet,
    emit: options.emit,
    onChange: changed,
    beforeChange: views.beforeChange,
    eventDelayMs: options.eventDelayMs ?? 300,
    settleMs: options.settleMs ?? 3_000,
  })
  const world: Ec2World = {
    fleet,
    views,
    clock,
    faults,
    stateChanges,
    settings,
    lingerMs: options.lingerMs ?? 0,
    authorise: options.authorise ?? ALLOW_ALL,
  }

  const perform = createPerform(world, changed)
  const callLog = createCallLog({ clock, timeline, settings, emitLater: stateChanges.emitLater })

  return {
    app: createEndpoint({ clock, faults, settings, callLog, perform }),
    fleet,
    stateChanges,
    settings,
    configure(next) {
      Object.assign(settings, next)
      changed()
    },
    call(caller, action, parameters) {
      const request = toOutsideRequest(caller, action, parameters)
      try {
        const result = perform(request.caller, request.form, request.requestId)
        callLog.record(request, 'ok (outside Slack)')
        callLog.trail(request, { result })
        return result
      } catch (error) {
        if (error instanceof Ec2Error) callLog.trail(request, error)
        throw error
      }
    },
    recordOutsideCall(caller, action, parameters, result) {
      callLog.trail(toOutsideRequest(caller, action, parameters), { result })
    },
    beforeChange: views.beforeChange,
    changed,
    pending: () => stateChanges.pending(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => takeSnapshot({ fleet, scheduledChanges: [...stateChanges.entries()], settings }),
    restore(json) {
      const kept = parseSnapshot(json)
      Object.assign(fleet, kept.fleet)
      Object.assign(settings, kept.settings)
      stateChanges.restore(kept.scheduledChanges)
      changed()
    },
  }
}
