import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { type Caller, DEFAULT_ACCOUNT, parseCaller } from '../caller.ts'
import type { Fleet, StoredParameter } from '../ec2/fleet.ts'
import { type Parameters, SSM_ACTIONS, SsmError } from './actions.ts'

export interface SsmOptions {
  clock: Clock
  faults: Faults
  fleet: Fleet
  region: string
  /** Values of SecureString parameters by their names, beside those of the fleet. Never kept, never recorded. */
  secrets: Readonly<Record<string, string>>
}

const CONTENT_TYPE = 'application/x-amz-json-1.1'
const TARGET = /^AmazonSSM\.(\w+)$/

/** The secrets of the start, and what was put since. */
const storeOf = ({ secrets, region }: SsmOptions): StoredParameter[] =>
  Object.entries(secrets).map(([name, value]) => ({
    account: DEFAULT_ACCOUNT,
    region,
    name,
    type: 'SecureString',
    dataType: 'text',
    value,
    version: 1,
    modifiedAtMs: 0,
  }))

/** The parameters that the caller's account has in its region. */
const parametersOf = (
  { account, region }: Caller,
  stored: StoredParameter[],
  { fleet, clock }: SsmOptions,
): Parameters => {
  const isOwn = (parameter: StoredParameter) => parameter.account === account && parameter.region === region
  return {
    own: [...fleet.parameters, ...stored].filter(isOwn),
    remove(names) {
      const kept = stored.filter(parameter => !isOwn(parameter) || !names.includes(parameter.name))
      stored.splice(0, stored.length, ...kept)
    },
    put(parameter) {
      const at = stored.findIndex(other => isOwn(other) && other.name === parameter.name)
      stored.splice(at < 0 ? stored.length : at, at < 0 ? 0 : 1, {
        ...parameter,
        account,
        region,
        dataType: 'text',
        modifiedAtMs: clock.nowMs(),
      })
    },
  }
}

const answer = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': randomUUID() },
  })

const refuse = (code: string, message: string): Response =>
  answer(/^Internal/.test(code) ? 500 : 400, { __type: code, message })

const act = (name: string, body: string, parametersOfCaller: Parameters | undefined): Response => {
  const action = SSM_ACTIONS[name]
  if (!action) return refuse('UnknownOperationException', `Unknown operation ${name}.`)
  if (!parametersOfCaller)
    return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
  try {
    return answer(200, action(JSON.parse(body), parametersOfCaller))
  } catch (error) {
    if (error instanceof SsmError) return refuse(error.code, error.message)
    if (error instanceof v.ValiError) return refuse('ValidationException', error.message)
    if (error instanceof SyntaxError) return refuse('SerializationException', 'The body is not JSON.')
    throw error
  }
}

/** Parameter Store: AWS JSON 1.1. Values never come to the timeline. */
export const createSsm = (options: SsmOptions): Hono<NodeEnv> => {
  const stored = storeOf(options)
  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const name = TARGET.exec(c.req.header('x-amz-target') ?? '')?.[1] ?? ''
    const body = await c.req.text()
    const caller = parseCaller(c.req.header('authorization'))
    const fault = options.faults.take('ssm', name)
    const outcome = await withFault(fault, options.clock, () =>
      act(name, body, caller && parametersOf(caller, stored, options)),
    )
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalServerError'
    return refuse(code, outcome.fault.message ?? code)
  })
  return app
}
