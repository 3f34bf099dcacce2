import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { hasExpired, parseCaller } from '../caller.ts'
import type { CallLog, Request } from './call-log.ts'
import { Ec2Error, messageOf, statusOf } from './errors.ts'
import type { Perform } from './perform.ts'
import { createQuery } from './query.ts'
import type { Ec2Settings } from './settings.ts'
import { createThrottle } from './throttle.ts'
import { writeError, writeResult } from './xml.ts'

export interface EndpointOptions {
  clock: Clock
  faults: Faults
  settings: Readonly<Ec2Settings>
  callLog: CallLog
  perform: Perform
}

/** An address reserved for documentation: https://www.rfc-editor.org/rfc/rfc5737 */
const FROM_A_FUNCTION = '198.51.100.7'

const readRequest = async (raw: globalThis.Request): Promise<Request> => ({
  caller: parseCaller(
    raw.headers.get('authorization') ?? undefined,
    raw.headers.get('x-amz-security-token') ?? undefined,
  ),
  form: new URLSearchParams(await raw.text()),
  requestId: randomUUID(),
  userAgent: raw.headers.get('user-agent') ?? '',
  sourceIpAddress: FROM_A_FUNCTION,
})

/** EC2 as real clients reach it: a form in, XML out. */
export const createEndpoint = (options: EndpointOptions): Hono<NodeEnv> => {
  const { clock, faults, settings, callLog, perform } = options
  const throttle = createThrottle(clock)

  const write = ({ requestId }: Request, status: number, body: string): Response =>
    new Response(body, {
      status,
      headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    })

  const refuse = (request: Request, code: string, message: string): Response => {
    callLog.record(request, code)
    return write(request, statusOf(code), writeError(code, message, request.requestId))
  }

  const answer = (request: Request): Response => {
    const { caller, form, requestId } = request
    const action = form.get('Action') ?? ''
    try {
      if (!caller) throw new Ec2Error('AuthFailure', messageOf('AuthFailure'))
      if (hasExpired(caller, clock.nowMs())) throw new Ec2Error('RequestExpired', messageOf('RequestExpired'))
      if (settings.throttling && !throttle.take(caller, action, createQuery(form))) {
        throw new Ec2Error('RequestLimitExceeded', messageOf('RequestLimitExceeded'))
      }
      const result = perform(caller, form, requestId)
      callLog.record(request, 'ok')
      callLog.trail(request, { result })
      return write(request, 200, writeResult(action, requestId, result))
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error
      callLog.trail(request, error)
      return refuse(request, error.code, error.message)
    }
  }

  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const request = await readRequest(c.req.raw)
    const action = request.form.get('Action') ?? ''
    const kind = request.form.get('DryRun') === 'true' ? 'DryRun' : 'Real'
    // A fault may be meant for the dry run, for the real call, or for one account alone.
    const fault =
      faults.take('ec2', `${action}:${kind}`) ??
      faults.take('ec2', `${action}@${request.caller?.account ?? ''}`) ??
      faults.take('ec2', action)
    const outcome = await withFault(fault, clock, () => answer(request))
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') {
      callLog.record(request, 'no answer')
      return cutConnection(c)
    }
    const code = outcome.fault.error ?? 'InternalError'
    const message = outcome.fault.message ?? messageOf(code)
    // A call that took effect is in CloudTrail already, also when its answer fails.
    if (!outcome.fault.afterEffect) callLog.trail(request, { code, message })
    return refuse(request, code, message)
  })
  return app
}
