import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { hasExpired, parseCaller } from '../caller.ts'
import { SSM_ACTIONS } from './actions/index.ts'
import type { SsmCallLog, SsmRequest } from './call-log.ts'
import { SsmError } from './errors.ts'

const CONTENT_TYPE = 'application/x-amz-json-1.1'
const TARGET = /^AmazonSSM\.(\w+)$/

/** An address reserved for documentation: https://www.rfc-editor.org/rfc/rfc5737 */
const FROM_A_FUNCTION = '198.51.100.7'

export interface SsmEndpointOptions {
  clock: Clock
  faults: Faults
  callLog: SsmCallLog
  /** Does what a call asks for; throws SsmError. */
  perform: (request: SsmRequest) => object
}

const answer = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': randomUUID() },
  })

const refuse = (code: string, message: string): Response =>
  answer(/^Internal/.test(code) ? 500 : 400, { __type: code, message })

const parseInput = (body: string): SsmRequest['input'] | undefined => {
  try {
    const input: unknown = JSON.parse(body)
    return typeof input === 'object' && input !== null ? { ...input } : undefined
  } catch {
    return undefined
  }
}

const readRequest = async (c: Context<NodeEnv>, nowMs: number): Promise<SsmRequest> => {
  const action = TARGET.exec(c.req.header('x-amz-target') ?? '')?.[1] ?? ''
  const caller = parseCaller(c.req.header('authorization'), c.req.header('x-amz-security-token'))
  const input = parseInput(await c.req.text())
  if (!(action in SSM_ACTIONS))
    throw new SsmError('UnknownOperationException', `Unknown operation ${action}.`)
  if (!caller) throw new SsmError('MissingAuthenticationTokenException', 'Missing Authentication Token')
  if (hasExpired(caller, nowMs))
    throw new SsmError('ExpiredTokenException', 'The security token included in the request is expired')
  if (!input) throw new SsmError('SerializationException', 'The body is not a JSON object.')
  return {
    caller,
    action,
    input,
    requestId: randomUUID(),
    userAgent: c.req.header('user-agent') ?? '',
    sourceIpAddress: FROM_A_FUNCTION,
  }
}

/** Parameter Store as real clients reach it: AWS JSON 1.1. */
export const createSsmEndpoint = ({ clock, faults, callLog, perform }: SsmEndpointOptions): Hono<NodeEnv> => {
  const act = (request: SsmRequest): Response => {
    try {
      const result = perform(request)
      callLog.record(request, 'ok')
      return answer(200, result)
    } catch (error) {
      if (!(error instanceof SsmError)) throw error
      callLog.record(request, error.code)
      return refuse(error.code, error.message)
    }
  }

  const serve = async (c: Context<NodeEnv>): Promise<Response> => {
    const request = await readRequest(c, clock.nowMs())
    // A fault may be meant for one account alone.
    const fault =
      faults.take('ssm', `${request.action}@${request.caller.account}`) ?? faults.take('ssm', request.action)
    const outcome = await withFault(fault, clock, () => act(request))
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') {
      callLog.record(request, 'no answer')
      return cutConnection(c)
    }
    const code = outcome.fault.error ?? 'InternalServerError'
    const message = outcome.fault.message ?? code
    callLog.record(request, code)
    // A call that took effect is in CloudTrail already, also when its answer fails.
    if (!outcome.fault.afterEffect) callLog.trail(request, { code, message })
    return refuse(code, message)
  }

  const app = new Hono<NodeEnv>()
  app.post('*', c =>
    serve(c).catch(error => {
      if (error instanceof SsmError) return refuse(error.code, error.message)
      throw error
    }),
  )
  return app
}
