import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { NodeEnv } from '../../kernel/http.ts'
import type { Timeline } from '../../kernel/timeline.ts'
import { accessKeyIdOf, type Caller, hasExpired, parseCaller, writeSessionToken } from '../caller.ts'
import { createAuthorise } from '../iam/authorise.ts'
import { callerArnOf } from '../iam/principal.ts'
import type { Iam } from '../iam/roles.ts'
import { answer, element, refuse } from './answer.ts'
import { assumeRole } from './assume-role.ts'
import { type AssumeRoleInput, readAssumeRole } from './assume-role-input.ts'
import { answerCallerIdentity } from './caller-identity.ts'
import { StsError } from './error.ts'
import { meetFaults } from './meet-faults.ts'

export interface StsOptions {
  clock: Clock
  faults: Faults
  timeline: Timeline
  iam: Iam
}

/** What CloudTrail writes of an AssumeRole call. As it only reads, no rule of EventBridge's gets it by default. */
const toRequestParameters = (input: AssumeRoleInput): object => ({
  roleArn: input.roleArn,
  roleSessionName: input.session,
  ...(input.sourceIdentity !== undefined && { sourceIdentity: input.sourceIdentity }),
  ...(Object.keys(input.tags).length > 0 && { principalTags: input.tags }),
  ...(input.transitiveTagKeys.length > 0 && { transitiveTagKeys: input.transitiveTagKeys }),
  ...(input.policy && { policy: input.policy.json }),
  ...(input.durationSec !== undefined && { durationSeconds: input.durationSec }),
})

/** AssumeRole and GetCallerIdentity: credentials that say whose they are, which the other services understand. */
export const createSts = ({ clock, faults, timeline, iam }: StsOptions): Hono<NodeEnv> => {
  const authorise = createAuthorise(iam)

  const give = (caller: Caller, input: AssumeRoleInput, requestId: string): Response => {
    const session = assumeRole(caller, input, { iam, authorise, nowMs: clock.nowMs() })
    const { account } = input
    const arn = callerArnOf({ ...caller, account, identity: session })
    return answer(
      'AssumeRole',
      `<AssumedRoleUser>${element('AssumedRoleId', `AROASANDBOX:${session.session}`)}${element('Arn', arn)}</AssumedRoleUser>` +
        element('SourceIdentity', session.sourceIdentity) +
        element('PackedPolicySize', input.packedPercent) +
        `<Credentials>${element('AccessKeyId', accessKeyIdOf(account))}${element('SecretAccessKey', 'sandbox')}` +
        `${element('SessionToken', writeSessionToken(session))}` +
        `${element('Expiration', new Date(session.expiresAtMs).toISOString())}</Credentials>`,
      requestId,
    )
  }

  const assume = (caller: Caller, form: URLSearchParams): Response => {
    const requestId = randomUUID()
    const record = (outcome: string, parameters: object) => {
      const role = form.get('RoleArn')?.replace(/^.*:role\//, '') ?? ''
      const who = form.get('SourceIdentity')
      timeline.record('ec2', `AssumeRole ${role}${who ? ` for ${who}` : ''} -> ${outcome}`, {
        ...caller,
        requestId,
        requestParameters: parameters,
        outcome,
      })
    }
    try {
      const input = readAssumeRole(form)
      const given = give(caller, input, requestId)
      record('ok', toRequestParameters(input))
      return given
    } catch (error) {
      if (!(error instanceof StsError)) throw error
      record(error.code, { message: error.message, ...Object.fromEntries(form) })
      return refuse(error, requestId)
    }
  }

  const act = (caller: Caller | undefined, form: URLSearchParams, accept: string): Response => {
    const action = form.get('Action')
    if (!caller)
      return refuse(
        new StsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403),
      )
    if (hasExpired(caller, clock.nowMs()))
      return refuse(
        new StsError('ExpiredToken', 'The security token included in the request is expired', 403),
      )
    if (action === 'GetCallerIdentity') return answerCallerIdentity(caller, accept)
    if (action === 'AssumeRole') return assume(caller, form)
    return refuse(new StsError('InvalidAction', 'This STS knows only AssumeRole and GetCallerIdentity.'))
  }

  const app = new Hono<NodeEnv>()
  app.use(meetFaults({ clock, faults }))
  app.post('*', async c => {
    const caller = parseCaller(c.req.header('authorization'), c.req.header('x-amz-security-token'))
    return act(caller, new URLSearchParams(await c.req.text()), c.req.header('accept') ?? '')
  })
  return app
}
