import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../kernel/clock.ts'
import type { Fault, Faults } from '../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../kernel/http.ts'
import { withFault } from '../kernel/with-fault.ts'
import { type Caller, hasExpired, parseCaller } from './caller.ts'

/** A refusal in the service's own words. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
    this.name = 'ServiceError'
  }
}

export type JsonAction = (input: Readonly<Record<string, unknown>>, caller: Caller) => object

export interface JsonServiceOptions {
  clock: Clock
  faults: Faults
  /** Under which name faults are meant for it. */
  service: Fault['service']
  actions: Readonly<Record<string, JsonAction>>
  /** Hears of each call and its outcome. */
  onCall?: (call: string, outcome: string, detail: object) => void
}

const answer = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
  })

const refuse = (code: string, message: string): Response =>
  answer(/^(KMS)?Internal/.test(code) ? 500 : 400, { __type: code, message })

/** What the caller is to be told of an error; others are the sandbox's own. */
const toServiceError = (error: unknown): ServiceError => {
  if (error instanceof ServiceError) return error
  if (error instanceof v.ValiError) return new ServiceError('ValidationException', error.message)
  if (error instanceof SyntaxError) return new ServiceError('SerializationException', 'The body is not JSON.')
  throw error
}

/** A service that speaks AWS JSON 1.1. */
export const createJsonService = (options: JsonServiceOptions): Hono<NodeEnv> => {
  const { clock, faults, service, actions, onCall = () => {} } = options
  const act = (name: string, body: string, caller: Caller | undefined): Response => {
    const action = actions[name]
    if (!action) return refuse('UnknownOperationException', `Unknown operation ${name}.`)
    if (!caller) return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
    if (hasExpired(caller, clock.nowMs()))
      return refuse('ExpiredTokenException', 'The security token included in the request is expired')
    try {
      const result = action(JSON.parse(body), caller)
      onCall(name, 'ok', { ...caller, body, result })
      return answer(200, result)
    } catch (error) {
      const { code, message } = toServiceError(error)
      onCall(name, code, { ...caller, body, message })
      return refuse(code, message)
    }
  }
  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const name = /\.(\w+)$/.exec(c.req.header('x-amz-target') ?? '')?.[1] ?? ''
    const body = await c.req.text()
    const caller = parseCaller(c.req.header('authorization'), c.req.header('x-amz-security-token'))
    // A fault may be meant for one account alone.
    const fault = faults.take(service, `${name}@${caller?.account ?? ''}`) ?? faults.take(service, name)
    const outcome = await withFault(fault, clock, () => act(name, body, caller))
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') {
      onCall(name, 'no answer', { ...caller, body })
      return cutConnection(c)
    }
    const code = outcome.fault.error ?? 'InternalException'
    onCall(name, code, { ...caller, body })
    return refuse(code, outcome.fault.message ?? code)
  })
  return app
}
