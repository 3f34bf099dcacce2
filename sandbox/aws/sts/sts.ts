import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { NodeEnv } from '../../kernel/http.ts'
import { accessKeyIdOf } from '../caller.ts'

const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(.+)$/

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

/** Just AssumeRole: credentials whose key id names the role's account, which the other services understand. */
export const createSts = ({ clock }: { clock: Clock }): Hono<NodeEnv> => {
  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const form = new URLSearchParams(await c.req.text())
    if (form.get('Action') !== 'AssumeRole') {
      return refuse(400, 'InvalidAction', 'This STS knows only AssumeRole.')
    }
    const [, account, role] = ROLE_ARN.exec(form.get('RoleArn') ?? '') ?? []
    const session = form.get('RoleSessionName') ?? ''
    if (!account || !role) return refuse(400, 'ValidationError', 'The role ARN is invalid')
    if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
      return refuse(400, 'ValidationError', 'The role session name is invalid')
    }
    const requestId = randomUUID()
    const expires = new Date(clock.nowMs() + HOUR_MS).toISOString()
    return answer(
      200,
      requestId,
      `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>` +
        `<AssumedRoleUser><AssumedRoleId>AROASANDBOX:${session}</AssumedRoleId><Arn>arn:aws:sts::${account}:assumed-role/${role}/${session}</Arn></AssumedRoleUser>` +
        `<Credentials><AccessKeyId>${accessKeyIdOf(account)}</AccessKeyId><SecretAccessKey>sandbox</SecretAccessKey><SessionToken>sandbox</SessionToken><Expiration>${expires}</Expiration></Credentials>` +
        `</AssumeRoleResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></AssumeRoleResponse>`,
    )
  })
  return app
}
