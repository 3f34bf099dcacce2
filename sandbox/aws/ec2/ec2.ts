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
import { createFleet, type Fleet } from './fleet.ts'
import { createQuery } from './query.ts'
import { createStateChanges, type StateChanges } from './state-changes.ts'
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
}

export interface Ec2 {
  /** The endpoint for real clients. */
  app: Hono<NodeEnv>
  fleet: Fleet
  stateChanges: StateChanges
  /** A call from within the sandbox, as the given caller; throws Ec2Error. */
  call(caller: Caller, action: string, parameters: Record<string, string>): object
  /** To be called after a change that no event tells of. */
  changed(): void
  /** Images under way and events not told yet. */
  pending(): number
}

/** A dry run tells, by its error, that the call would be allowed. It looks at no image's state. */
const refuseDryRun = (): never => {
  throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.')
}

export const createEc2 = (options: Ec2Options): Ec2 => {
  const { clock, faults, timeline } = options
  const fleet = createFleet()
  const onChange = options.onChange ?? (() => {})
  const stateChanges = createStateChanges({
    clock,
    emit: options.emit,
    onChange,
    eventDelayMs: options.eventDelayMs ?? 300,
    settleMs: options.settleMs ?? 3_000,
  })
  const world: Ec2World = { fleet, clock, faults, stateChanges, lingerMs: options.lingerMs ?? 0 }

  const act = (caller: Caller, form: URLSearchParams, requestId: string): object => {
    const query = createQuery(form)
    const name = query.text('Action') ?? ''
    const action = ACTIONS[name]
    if (!action) throw new Ec2Error('InvalidAction', `The action ${name} is not valid for this web service.`)
    const call = { ...caller, query, requestId }
    action.validate(query)
    action.authorise?.(call, world)
    if (query.flag('DryRun')) refuseDryRun()
    const result = action.run(call, world)
    if (!name.startsWith('Describe') && !name.startsWith('List')) onChange()
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
    call(caller, action, parameters) {
      const form = new URLSearchParams({ Action: action, ...parameters })
      const requestId = randomUUID()
      const result = act(caller, form, requestId)
      record(form, caller, requestId, 'ok (outside Slack)')
      return result
    },
    changed: onChange,
    pending: () => stateChanges.pending(),
  }
}
