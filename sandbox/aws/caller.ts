/** Who calls, and in which region: read from the signature's credential scope, which nobody here verifies. */
export interface Caller {
  account: string
  region: string
}

export const DEFAULT_ACCOUNT = '123456789012'

const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/\d{8}\/([a-z0-9-]+)\/[a-z0-9-]+\/aws4_request/

/** Keys that the sandbox's STS hands out name their account. */
const KEY_OF_AN_ACCOUNT = /^ASIASANDBOX(\d{12})$/

export const accessKeyIdOf = (account: string): string => `ASIASANDBOX${account}`

export const parseCaller = (authorization: string | undefined): Caller | undefined => {
  const found = CREDENTIAL.exec(authorization ?? '')
  const [, accessKeyId, region] = found ?? []
  if (!accessKeyId || !region) return undefined
  return { account: KEY_OF_AN_ACCOUNT.exec(accessKeyId)?.[1] ?? DEFAULT_ACCOUNT, region }
}
