import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { parseCaller } from '../caller.ts'
import type { Installation } from './installation.ts'

const answer = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers },
  })

const refuse = (code: string, message: string): Response =>
  answer(/AccessDenied/.test(code) ? 403 : 400, { Message: message }, { 'x-amzn-errortype': code })

export const LAMBDA_CALLS = ['GetAccountSettings', 'GetFunctionConcurrency'] as const

/** How much of Lambda the account may use, and what of it is reserved. */
export const createLambdaApi = (options: {
  clock: Clock
  faults: Faults
  installation: Installation
}): Hono<NodeEnv> => {
  const { clock, faults, installation } = options
  const calls: Record<(typeof LAMBDA_CALLS)[number], (name: string) => object> = {
    GetAccountSettings() {
      const { limit, unreserved } = installation.concurrency
      return {
        AccountLimit: { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved },
        AccountUsage: { FunctionCount: installation.stack ? 4 : 0, TotalCodeSize: 0 },
      }
    },
    GetFunctionConcurrency(name) {
      const reserved = installation.reserved.get(name)
      return reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved }
    },
  }
  const app = new Hono<NodeEnv>()
  const serve = (call: (typeof LAMBDA_CALLS)[number]) => async (c: Parameters<typeof cutConnection>[0]) => {
    if (!parseCaller(c.req.header('authorization')))
      return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
    const outcome = await withFault(faults.take('lambda', call), clock, () =>
      answer(200, calls[call](c.req.param('name') ?? '')),
    )
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'ServiceException'
    return refuse(code, outcome.fault.message ?? code)
  }
  app.get('/2016-08-19/account-settings', serve('GetAccountSettings'))
  app.get('/2016-08-19/account-settings/', serve('GetAccountSettings'))
  app.get('/2019-09-30/functions/:name/concurrency', serve('GetFunctionConcurrency'))
  return app
}
