import { randomUUID } from 'node:crypto'
import type { Caller } from '../caller.ts'
import { callerArnOf } from '../iam/principal.ts'
import { answer, element } from './answer.ts'

/** Whose credentials these are; XML, or JSON where the client accepts that. No policy can deny it. */
export const answerCallerIdentity = (caller: Caller, accept: string): Response => {
  const { account: Account } = caller
  const [Arn, UserId] = [callerArnOf(caller), 'AIDASANDBOX']
  if (!accept.includes('application/json')) {
    return answer(
      'GetCallerIdentity',
      element('Arn', Arn) + element('UserId', UserId) + element('Account', Account),
    )
  }
  const RequestId = randomUUID()
  return Response.json(
    {
      GetCallerIdentityResponse: {
        GetCallerIdentityResult: { Account, Arn, UserId },
        ResponseMetadata: { RequestId },
      },
    },
    { headers: { 'x-amzn-requestid': RequestId } },
  )
}
