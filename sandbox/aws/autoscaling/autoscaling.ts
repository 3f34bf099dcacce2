import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { type Caller, hasExpired, parseCaller } from '../caller.ts'
import type { Fleet } from '../ec2/fleet.ts'
import { createQuery } from '../ec2/query.ts'
import type { Authorise } from '../iam/authorise.ts'
import { AUTO_SCALING_ACTIONS, AutoScalingError } from './actions.ts'
import { writeError, writeResult } from './xml.ts'

export interface AutoScalingOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  fleet: Fleet
  authorise: Authorise
}

const MESSAGES: Readonly<Record<string, string>> = {
  AccessDenied: 'User is not authorized to perform this operation.',
  Throttling: 'Rate exceeded',
}

const statusOf = (code: string): number => {
  if (code === 'AccessDenied' || code === 'ExpiredToken' || code === 'MissingAuthenticationToken') return 403
  return /^(Internal|ServiceUnavailable)/.test(code) ? 500 : 400
}

/** AWS's query protocol: a form in, XML out. */
export const createAutoScaling = (options: AutoScalingOptions): Hono<NodeEnv> => {
  const { clock, faults, timeline, fleet, authorise } = options

  const act = (form: URLSearchParams, caller: Caller | undefined): object => {
    const name = form.get('Action') ?? ''
    const action = AUTO_SCALING_ACTIONS[name]
    if (!action) throw new AutoScalingError('InvalidAction', `Could not find operation ${name}`)
    if (!caller) {
      throw new AutoScalingError('MissingAuthenticationToken', 'Missing Authentication Token')
    }
    if (hasExpired(caller, clock.nowMs()))
      throw new AutoScalingError('ExpiredToken', 'The security token included in the request is expired')
    const denial = authorise(caller, { action: `autoscaling:${name}`, resource: '*' })
    if (denial !== undefined) throw new AutoScalingError('AccessDenied', denial)
    return action(createQuery(form), caller, fleet)
  }

  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const form = new URLSearchParams(await c.req.text())
    const caller = parseCaller(c.req.header('authorization'), c.req.header('x-amz-security-token'))
    const action = form.get('Action') ?? ''
    const requestId = randomUUID()
    const answer = (status: number, body: string, outcome: string) => {
      const parameters = Object.fromEntries(form)
      timeline.record('ec2', `${action} -> ${outcome}`, { ...caller, requestId, parameters, outcome })
      return new Response(body, {
        status,
        headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      })
    }
    const refuse = (code: string, message: string) =>
      answer(statusOf(code), writeError(code, message, requestId), code)
    const outcome = await withFault(faults.take('autoscaling', action), clock, () => {
      try {
        return answer(200, writeResult(action, requestId, act(form, caller)), 'ok')
      } catch (error) {
        if (!(error instanceof AutoScalingError)) throw error
        return refuse(error.code, error.message)
      }
    })
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalFailure'
    return refuse(code, outcome.fault.message ?? MESSAGES[code] ?? `The request failed with ${code}.`)
  })
  return app
}
