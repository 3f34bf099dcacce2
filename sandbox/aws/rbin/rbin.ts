import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { type Caller, hasExpired, parseCaller } from '../caller.ts'
import type { Fleet } from '../ec2/fleet.ts'
import type { Authorise } from '../iam/authorise.ts'
import { partitionOf } from '../regions.ts'
import { getRule, listRules, type RECYCLE_BIN_CALLS, RecycleBinError } from './actions.ts'

export interface RecycleBinOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  fleet: Fleet
  authorise: Authorise
}

const STATUS: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  MissingAuthenticationTokenException: 403,
  ResourceNotFoundException: 404,
  ThrottlingException: 429,
  InternalServerException: 500,
}

const MESSAGES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'User is not authorized to perform this operation.',
  ThrottlingException: 'Rate exceeded',
}

/** The retention rules, to be read: JSON over paths and methods. EC2's images apply the rules. */
export const createRecycleBin = ({
  clock,
  faults,
  timeline,
  fleet,
  authorise,
}: RecycleBinOptions): Hono<NodeEnv> => {
  const serve = async (
    c: Context<NodeEnv>,
    call: (typeof RECYCLE_BIN_CALLS)[number],
    parameters: object,
    resourceOf: (caller: Caller) => string,
    act: (caller: Caller) => object,
  ): Promise<Response> => {
    const caller = parseCaller(c.req.header('authorization'), c.req.header('x-amz-security-token'))
    const requestId = randomUUID()
    const answer = (status: number, body: object, outcome: string, headers: Record<string, string> = {}) => {
      timeline.record('ec2', `${call} -> ${outcome}`, { ...caller, requestId, parameters, outcome })
      return new Response(JSON.stringify(body), {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers },
      })
    }
    const refuse = (code: string, Message: string, Reason?: string) =>
      answer(STATUS[code] ?? 400, { Message, Reason }, code, { 'x-amzn-errortype': code })

    const outcome = await withFault(faults.take('rbin', call), clock, () => {
      if (!caller) return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
      if (hasExpired(caller, clock.nowMs()))
        return refuse('ExpiredTokenException', 'The security token included in the request is expired')
      const denial = authorise(caller, { action: `rbin:${call}`, resource: resourceOf(caller) })
      if (denial !== undefined) return refuse('AccessDeniedException', denial)
      try {
        return answer(200, act(caller), 'ok')
      } catch (error) {
        if (!(error instanceof RecycleBinError)) throw error
        return refuse(error.code, error.message, error.reason)
      }
    })
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalServerException'
    return refuse(code, outcome.fault.message ?? MESSAGES[code] ?? `The request failed with ${code}.`)
  }

  const app = new Hono<NodeEnv>()
  app.post('/list-rules', async c => {
    const body: unknown = await c.req.json().catch(() => undefined)
    return serve(
      c,
      'ListRules',
      Object(body),
      () => '*',
      caller => listRules(body, caller, fleet),
    )
  })
  app.get('/rules/:identifier', c => {
    const identifier = c.req.param('identifier')
    return serve(
      c,
      'GetRule',
      { identifier },
      ({ account, region }) => `arn:${partitionOf(region)}:rbin:${region}:${account}:rule/${identifier}`,
      caller => getRule(identifier, caller, fleet),
    )
  })
  return app
}
