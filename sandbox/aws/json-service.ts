import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../kernel/clock.ts'
import type { Fault, Faults } from '../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../kernel/http.ts'
import { withFault } from '../kernel/with-fault.ts'
import { type Caller, parseCaller } from './caller.ts'

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
}

const answer = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() },
  })

const refuse = (code: string, message: string): Response =>
  answer(/^Internal/.test(code) ? 500 : 400, { __type: code, message })

/** A service that speaks AWS JSON 1.1. */
export const createJsonService = (options: JsonServiceOptions): Hono<NodeEnv> => {
  const { clock, faults, service, actions } = options
  const act = (name: string, body: string, authorization: string | undefined): Response => {
    const action = actions[name]
    if (!action) return refuse('UnknownOperationException', `Unknown operation ${name}.`)
    const caller = parseCaller(authorization)
    if (!caller) return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
    try {
      return answer(200, action(JSON.parse(body), caller))
    } catch (error) {
      if (error instanceof ServiceError) return refuse(error.code, error.message)
      throw error
    }
  }
  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const name = /\.(\w+)$/.exec(c.req.header('x-amz-target') ?? '')?.[1] ?? ''
    const body = await c.req.text()
    const outcome = await withFault(faults.take(service, name), clock, () =>
      act(name, body, c.req.header('authorization')),
    )
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalException'
    return refuse(code, outcome.fault.message ?? code)
  })
  return app
}
