import * as v from 'valibot'

const IdentitySchema = v.variant('type', [
  v.strictObject({
    type: v.literal('AssumedRole'),
    role: v.string(),
    session: v.string(),
    sourceIdentity: v.exactOptional(v.string()),
    /** Session tags, and which of them a role keeps that is assumed with this session. */
    tags: v.exactOptional(v.record(v.string(), v.string())),
    transitiveTagKeys: v.exactOptional(v.array(v.string())),
    /** The session policy, as JSON. */
    policy: v.exactOptional(v.string()),
    expiresAtMs: v.exactOptional(v.number()),
  }),
  v.strictObject({ type: v.literal('IAMUser'), user: v.string() }),
])

/** The identity that CloudTrail records. */
export type Identity = v.InferOutput<typeof IdentitySchema>

/** The caller and the region of a call, from the signature's credential scope. The signature is not verified. */
export interface Caller {
  account: string
  region: string
  identity?: Identity
}

export const DEFAULT_ACCOUNT = '123456789012'

const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/\d{8}\/([a-z0-9-]+)\/[a-z0-9-]+\/aws4_request/

/** Keys that the sandbox's STS hands out name their account. */
const KEY_OF_AN_ACCOUNT = /^ASIASANDBOX(\d{12})$/

export const accessKeyIdOf = (account: string): string => `ASIASANDBOX${account}`

/** A session's token carries its owner, so no list of sessions is kept. */
export const writeSessionToken = (identity: Identity): string =>
  Buffer.from(JSON.stringify(identity)).toString('base64url')

const readSessionToken = (token: string | undefined): Identity | undefined => {
  try {
    const parsed = v.safeParse(IdentitySchema, JSON.parse(Buffer.from(token ?? '', 'base64url').toString()))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

export const parseCaller = (
  authorization: string | undefined,
  sessionToken?: string | undefined,
): Caller | undefined => {
  const found = CREDENTIAL.exec(authorization ?? '')
  const [, accessKeyId, region] = found ?? []
  if (!accessKeyId || !region) return undefined
  const identity = readSessionToken(sessionToken)
  return {
    account: KEY_OF_AN_ACCOUNT.exec(accessKeyId)?.[1] ?? DEFAULT_ACCOUNT,
    region,
    ...(identity && { identity }),
  }
}

/** Whether the credentials are a session's that is over. */
export const hasExpired = ({ identity }: Caller, nowMs: number): boolean =>
  identity?.type === 'AssumedRole' && identity.expiresAtMs !== undefined && identity.expiresAtMs <= nowMs
