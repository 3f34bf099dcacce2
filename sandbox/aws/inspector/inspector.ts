import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { type Caller, hasExpired, parseCaller } from '../caller.ts'
import type { Ec2 } from '../ec2/ec2.ts'
import { isPresent } from '../ec2/fleet.ts'
import type { Authorise, Needed } from '../iam/authorise.ts'

export interface InspectorOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  ec2: Pick<Ec2, 'fleet' | 'stateChanges'>
  authorise: Authorise
}

/** Of whatever image: it has no resource-level permission. */
const SCANS: Needed = { action: 'inspector2:StartOnDemandScan', resource: '*' }

export const INSPECTOR_CALLS = ['StartOnDemandScan'] as const

const STATUS: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  MissingAuthenticationTokenException: 403,
  ConflictException: 409,
  ThrottlingException: 429,
  InternalServerException: 500,
}

class InspectorError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

const ASKED = v.object({
  resourceId: v.pipe(v.string(), v.regex(/^ami-[0-9a-f]{8,17}$/)),
  resourceType: v.literal('AMI'),
})

/**
 * Amazon Inspector's scans of images on demand, an API with JSON and paths. EC2 shows what a scan finds.
 * https://docs.aws.amazon.com/inspector/latest/user/machine-image-on-demand.html
 */
export const createInspector = ({
  clock,
  faults,
  timeline,
  ec2,
  authorise,
}: InspectorOptions): Hono<NodeEnv> => {
  const start = (json: unknown, caller: Caller): { scanId: string } => {
    const { account, region } = caller
    const asked = v.safeParse(ASKED, json)
    if (!asked.success) throw new InspectorError('ValidationException', 'The request is not valid.')
    const { resourceId } = asked.output
    const denial = authorise(caller, SCANS)
    if (denial !== undefined) throw new InspectorError('AccessDeniedException', denial)
    const stored = ec2.fleet.images.find(
      one => one.image.ImageId === resourceId && one.region === region && isPresent(one),
    )
    if (stored?.account !== account)
      throw new InspectorError('AccessDeniedException', `Not authorized to scan ${resourceId}.`)
    if (ec2.stateChanges.isScanning(stored))
      throw new InspectorError('ConflictException', `A scan of ${resourceId} is already in progress.`)
    const scanId = randomUUID().replaceAll('-', '')
    ec2.stateChanges.scan(stored, scanId)
    return { scanId }
  }

  const app = new Hono<NodeEnv>()
  app.post('/ondemandscan/start', async c => {
    const body: unknown = await c.req.json().catch(() => undefined)
    const caller = parseCaller(c.req.header('authorization'), c.req.header('x-amz-security-token'))
    const requestId = randomUUID()
    const answer = (status: number, json: object, outcome: string, headers: Record<string, string> = {}) => {
      timeline.record('ec2', `StartOnDemandScan -> ${outcome}`, {
        ...caller,
        requestId,
        ...Object(body),
        outcome,
      })
      return new Response(JSON.stringify(json), {
        status,
        headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId, ...headers },
      })
    }
    const refuse = (code: string, message: string) =>
      answer(STATUS[code] ?? 400, { message }, code, { 'x-amzn-errortype': code })
    const outcome = await withFault(faults.take('inspector2', 'StartOnDemandScan'), clock, () => {
      if (!caller) return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token')
      if (hasExpired(caller, clock.nowMs()))
        return refuse('ExpiredTokenException', 'The security token included in the request is expired')
      try {
        return answer(200, start(body, caller), 'ok')
      } catch (error) {
        if (!(error instanceof InspectorError)) throw error
        return refuse(error.code, error.message)
      }
    })
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalServerException'
    return refuse(code, outcome.fault.message ?? `The request failed with ${code}.`)
  })
  return app
}
