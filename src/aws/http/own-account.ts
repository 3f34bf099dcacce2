import * as v from 'valibot'
import { defaultEndpoint } from './json-call.ts'
import { requestSigned, type Signing } from './signed-request.ts'

const ANSWER = v.object({
  GetCallerIdentityResponse: v.object({
    GetCallerIdentityResult: v.object({ Account: v.pipe(v.string(), v.regex(/^\d{12}$/)) }),
  }),
})

const TIMEOUT_MS = 2_000

/**
 * Reads the account that the function's own credentials belong to; asked once, a failure is not kept. No policy has to allow
 * this call. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 *
 * @throws where STS does not answer
 */
export const createReadOwnAccount = (
  signing: Signing,
  endpoint: string | undefined,
): (() => Promise<string>) => {
  const readOnce = async (): Promise<string> => {
    const { status, body } = await requestSigned(signing, {
      service: 'sts',
      method: 'POST',
      url: endpoint ?? defaultEndpoint('sts', signing.region),
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        // As aws-iam-authenticator asks; without it STS answers in XML.
        accept: 'application/json',
      },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      tries: 2,
    })
    const parsed = v.safeParse(ANSWER, body)
    if (!parsed.success) throw new Error(`sts:GetCallerIdentity was refused: HTTP ${status}`)
    return parsed.output.GetCallerIdentityResponse.GetCallerIdentityResult.Account
  }

  let reading: Promise<string> | undefined
  return () => {
    const now = reading ?? readOnce()
    reading = now
    now.catch(() => {
      if (reading === now) reading = undefined
    })
    return now
  }
}
