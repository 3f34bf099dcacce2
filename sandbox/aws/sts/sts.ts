import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { NodeEnv } from '../../kernel/http.ts'
import { accessKeyIdOf, type Identity, parseCaller, readSessionToken, writeSessionToken } from '../caller.ts'
import { meetFaults } from './meet-faults.ts'

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(.+)$/

/** Of a session's name and of a source identity. */
const NAME = /^[\w+=,.@-]{2,64}$/

const HOUR_MS = 3_600_000

const answer = (status: number, requestId: string, body: string): Response =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`, {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
  })

const refuse = (status: number, code: string, message: string): Response => {
  const requestId = randomUUID()
  return answer(
    status,
    requestId,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  )
}

const arnOf = (account: string, identity: Identity | undefined): string =>
  identity?.type === 'AssumedRole'
    ? `arn:aws:sts::${account}:assumed-role/${identity.role.split('/').pop()}/${identity.session}`
    : `arn:aws:iam::${account}:user/${identity?.user ?? 'sandbox'}`

/** Whose credentials these are; XML, or JSON where the client accepts that. No policy can deny it. */
const tellCaller = (account: string, identity: Identity | undefined, accept: string): Response => {
  const RequestId = randomUUID()
  const [Arn, UserId] = [arnOf(account, identity), 'AIDASANDBOX']
  if (accept.includes('application/json'))
    return Response.json(
      {
        GetCallerIdentityResponse: {
          GetCallerIdentityResult: { Account: account, Arn, UserId },
          ResponseMetadata: { RequestId },
        },
      },
      { headers: { 'x-amzn-requestid': RequestId } },
    )
  return answer(
    200,
    RequestId,
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
      `<Arn>${Arn}</Arn><UserId>${UserId}</UserId><Account>${account}</Account></GetCallerIdentityResult>` +
      `<ResponseMetadata><RequestId>${RequestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  )
}

/** AssumeRole and GetCallerIdentity: credentials that say whose they are, which the other services understand. */
export const createSts = ({ clock, faults }: { clock: Clock; faults: Faults }): Hono<NodeEnv> => {
  const app = new Hono<NodeEnv>()
  app.use(meetFaults({ clock, faults }, refuse))
  app.post('*', async c => {
    const form = new URLSearchParams(await c.req.text())
    if (form.get('Action') === 'GetCallerIdentity') {
      const caller = parseCaller(c.req.header('authorization'), c.req.header('x-amz-security-token'))
      return caller
        ? tellCaller(caller.account, caller.identity, c.req.header('accept') ?? '')
        : refuse(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token')
    }
    if (form.get('Action') !== 'AssumeRole') {
      return refuse(400, 'InvalidAction', 'This STS knows only AssumeRole and GetCallerIdentity.')
    }
    const [, account, role] = ROLE_ARN.exec(form.get('RoleArn') ?? '') ?? []
    const session = form.get('RoleSessionName') ?? ''
    if (!account || !role) return refuse(400, 'ValidationError', 'The role ARN is invalid')
    if (!NAME.test(session)) return refuse(400, 'ValidationError', 'The role session name is invalid')
    // A source identity stays, whatever role is assumed next.
    const holder = readSessionToken(c.req.header('x-amz-security-token'))
    const inherited = holder?.type === 'AssumedRole' ? holder.sourceIdentity : undefined
    const sourceIdentity = inherited ?? form.get('SourceIdentity') ?? undefined
    if (sourceIdentity !== undefined && !NAME.test(sourceIdentity)) {
      return refuse(400, 'ValidationError', 'The source identity is invalid')
    }
    const identity = {
      type: 'AssumedRole',
      role,
      session,
      ...(sourceIdentity && { sourceIdentity }),
    } as const
    const userName = role.split('/').pop() ?? role
    const requestId = randomUUID()
    const expires = new Date(clock.nowMs() + HOUR_MS).toISOString()
    return answer(
      200,
      requestId,
      `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>` +
        `<AssumedRoleUser><AssumedRoleId>AROASANDBOX:${session}</AssumedRoleId><Arn>arn:aws:sts::${account}:assumed-role/${userName}/${session}</Arn></AssumedRoleUser>` +
        (sourceIdentity ? `<SourceIdentity>${sourceIdentity}</SourceIdentity>` : '') +
        `<Credentials><AccessKeyId>${accessKeyIdOf(account)}</AccessKeyId><SecretAccessKey>sandbox</SecretAccessKey><SessionToken>${writeSessionToken(identity)}</SessionToken><Expiration>${expires}</Expiration></Credentials>` +
        `</AssumeRoleResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></AssumeRoleResponse>`,
    )
  })
  return app
}
