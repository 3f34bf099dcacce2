import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { suffer } from '../../kernel/suffer.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { type Caller, parseCaller } from '../caller.ts'
import type { Envelope } from '../envelope.ts'
import type { Ec2World } from './action.ts'
import { ACTIONS } from './actions/index.ts'
import { Ec2Error, messageOf, statusOf } from './errors.ts'
import { createFleet, type Fleet, type StoredImage } from './fleet.ts'
import { createQuery, type Query } from './query.ts'
import { DEFAULT_SETTINGS, type Ec2Settings } from './settings.ts'
import { parseSnapshot, takeSnapshot } from './snapshot.ts'
import { createStateChanges, type StateChanges } from './state-changes.ts'
import { createThrottle } from './throttle.ts'
import { createViews } from './views.ts'
import { writeError, writeResult } from './xml.ts'

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
  /** To be called before an image is changed by other means than a call. */
  beforeChange(stored: StoredImage): void
  /** To be called after a change that no event tells of. */
  changed(): void
  /** Images under way and events not told yet. */
  pending(): number
  /** Calls `listener` whenever something has changed that a snapshot holds. */
  onChange(listener: () => void): () => void
  /** The fleet, what is under way and the settings, as JSON. */
  snapshot(): unknown
  /** Takes up a snapshot; throws at what is none. */
  restore(snapshot: unknown): void
}

/** A dry run tells, by its error, that the call would be allowed. It looks at no image's state. */
const refuseDryRun = (): never => {
  throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.')
}

export const createEc2 = (options: Ec2Options): Ec2 => {
  const { clock, faults, timeline } = options
  const fleet = createFleet()
  const settings: Ec2Settings = { ...DEFAULT_SETTINGS, ...options.settings }
  const listeners = new Set<() => void>(options.onChange ? [options.onChange] : [])
  const changed = () => {
    for (const listener of listeners) listener()
  }
  const views = createViews(fleet, settings, clock)
  const throttle = createThrottle(clock)
  const stateChanges = createStateChanges({
    clock,
    fleet,
    emit: options.emit,
    onChange: changed,
    beforeChange: views.beforeChange,
    eventDelayMs: options.eventDelayMs ?? 300,
    settleMs: options.settleMs ?? 3_000,
  })
  const world: Ec2World = { fleet, views, clock, faults, stateChanges, lingerMs: options.lingerMs ?? 0 }

  /** The images that a call is about to change. */
  const findSubjects = ({ region }: Caller, query: Query) => {
    const ids = [query.text('ImageId'), ...query.list('ResourceId')]
    return fleet.images.filter(stored => stored.region === region && ids.includes(stored.image.ImageId))
  }

  const act = (caller: Caller, form: URLSearchParams, requestId: string): object => {
    const query = createQuery(form)
    const name = query.text('Action') ?? ''
    const action = ACTIONS[name]
    if (!action) throw new Ec2Error('InvalidAction', `The action ${name} is not valid for this web service.`)
    const call = { ...caller, query, requestId }
    action.validate(query)
    action.authorise?.(call, world)
    if (query.flag('DryRun')) refuseDryRun()
    if (/^(Describe|List)/.test(name)) return action.run(call, world)
    for (const stored of findSubjects(caller, query)) views.beforeChange(stored)
    const known = fleet.images.length
    const result = action.run(call, world)
    for (const born of fleet.images.slice(known)) views.afterBirth(born)
    changed()
    return result
  }

  const record = (form: URLSearchParams, caller: Caller | undefined, requestId: string, outcome: string) => {
    const { Action: action = '', Version: _, ...parameters } = Object.fromEntries(form)
    const subject = parameters.ImageId ?? parameters['ImageId.1'] ?? parameters.Name ?? ''
    const dryRun = parameters.DryRun === 'true' ? ' (dry run)' : ''
    timeline.record('ec2', `${action}${subject && ` ${subject}`}${dryRun} -> ${outcome}`, {
      ...caller,
      requestId,
      parameters,
      outcome,
    })
  }

  /** EC2's answer and the status it comes with. */
  const answer = (caller: Caller | undefined, form: URLSearchParams, requestId: string) => {
    const action = form.get('Action') ?? ''
    try {
      if (!caller) throw new Ec2Error('AuthFailure', messageOf('AuthFailure'))
      if (settings.throttling && !throttle.take(caller, action, createQuery(form))) {
        throw new Ec2Error('RequestLimitExceeded', messageOf('RequestLimitExceeded'))
      }
      const body = writeResult(action, requestId, act(caller, form, requestId))
      record(form, caller, requestId, 'ok')
      return { status: 200, body }
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error
      record(form, caller, requestId, error.code)
      return { status: statusOf(error.code), body: writeError(error.code, error.message, requestId) }
    }
  }

  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const form = new URLSearchParams(await c.req.text())
    const caller = parseCaller(c.req.header('authorization'))
    const requestId = randomUUID()
    const action = form.get('Action') ?? ''
    const kind = form.get('DryRun') === 'true' ? 'DryRun' : 'Real'
    // A fault may be meant for the dry run or for the real call alone.
    const fault = faults.take('ec2', `${action}:${kind}`) ?? faults.take('ec2', action)
    const outcome = await suffer(fault, clock, () => answer(caller, form, requestId))
    if (outcome.kind === 'cut') {
      record(form, caller, requestId, 'no answer')
      return cutConnection(c)
    }
    const headers = { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }
    if (outcome.kind === 'answered') {
      return new Response(outcome.answer.body, { status: outcome.answer.status, headers })
    }
    const code = outcome.fault.error ?? 'InternalError'
    record(form, caller, requestId, code)
    const body = writeError(code, outcome.fault.message ?? messageOf(code), requestId)
    return new Response(body, { status: statusOf(code), headers })
  })

  return {
    app,
    fleet,
    stateChanges,
    settings,
    configure(next) {
      Object.assign(settings, next)
      changed()
    },
    call(caller, action, parameters) {
      const form = new URLSearchParams({ Action: action, ...parameters })
      const requestId = randomUUID()
      const result = act(caller, form, requestId)
      record(form, caller, requestId, 'ok (outside Slack)')
      return result
    },
    beforeChange: views.beforeChange,
    changed,
    pending: () => stateChanges.pending(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => takeSnapshot({ fleet, agenda: [...stateChanges.entries()], settings }),
    restore(json) {
      const kept = parseSnapshot(json)
      Object.assign(fleet, kept.fleet)
      Object.assign(settings, kept.settings)
      stateChanges.restore(kept.agenda)
      changed()
    },
  }
}
