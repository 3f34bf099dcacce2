import * as v from 'valibot'
import type { Principal } from '../../domain/cloud-trail-call.ts'

const TEXT = v.fallback(v.optional(v.string()), undefined)

/** All of it is optional: an identity that cannot be read is unknown, and the call is recorded all the same.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
const USER_IDENTITY = v.object({
  type: TEXT,
  principalId: TEXT,
  arn: TEXT,
  accountId: TEXT,
  userName: TEXT,
  invokedBy: TEXT,
  sessionContext: v.fallback(
    v.optional(
      v.object({
        sourceIdentity: TEXT,
        sessionIssuer: v.fallback(v.optional(v.object({ userName: TEXT, arn: TEXT })), undefined),
      }),
    ),
    undefined,
  ),
  onBehalfOf: v.fallback(v.optional(v.object({ userId: TEXT })), undefined),
})
type UserIdentity = v.InferOutput<typeof USER_IDENTITY>

/** Longer than any name that IAM allows. */
export const short = (text: string): string => text.slice(0, 200)

const first = (...texts: readonly (string | undefined)[]): string =>
  short(texts.find(text => text !== undefined && text.trim() !== '') ?? 'nobody that CloudTrail names')

/** `arn:aws:sts::123456789012:assumed-role/deployer/tf-42`: the parts after the colons. */
const partsOf = (arn = ''): string[] => arn.split(':').slice(5).join(':').split('/')

const nameOf = (identity: UserIdentity): Pick<Principal, 'kind' | 'name' | 'session'> => {
  const { type, arn, userName, principalId, accountId, invokedBy, sessionContext, onBehalfOf } = identity
  const [, ...path] = partsOf(arn)
  switch (type) {
    case 'IAMUser':
      return { kind: 'user', name: first(userName, path.at(-1), principalId) }
    case 'AssumedRole': {
      const session = path[1] ?? principalId?.split(':')[1]
      const name = first(sessionContext?.sessionIssuer?.userName, path[0], principalId)
      return { kind: 'role', name, ...(session && { session: short(session) }) }
    }
    case 'Role':
      return { kind: 'role', name: first(path.at(-1), userName, principalId) }
    case 'Root':
      return { kind: 'root', name: first(accountId, principalId) }
    case 'FederatedUser':
    case 'SAMLUser':
    case 'WebIdentityUser':
      return { kind: 'federated', name: first(userName, path.at(-1), principalId) }
    case 'AWSService':
      return { kind: 'service', name: first(invokedBy, principalId) }
    case 'AWSAccount':
      return { kind: 'account', name: first(accountId, principalId) }
    case 'IdentityCenterUser':
      return { kind: 'identity-center', name: first(userName, onBehalfOf?.userId, principalId) }
    default:
      return { kind: 'unknown', name: first(userName, invokedBy, arn, principalId) }
  }
}

/**
 * Reads who called, of any kind that CloudTrail knows. Never throws.
 *
 * @param owner the account of the image
 */
export const parseUserIdentity = (
  identity: unknown,
  owner: string,
): Omit<Principal, 'sourceIp' | 'userAgent' | 'via' | 'fromConsole'> & { invokedBy?: string } => {
  const parsed = v.safeParse(USER_IDENTITY, identity)
  if (!parsed.success) return { kind: 'unknown', name: first() }
  const { accountId, invokedBy, sessionContext } = parsed.output
  const named = nameOf(parsed.output)
  const sourceIdentity = sessionContext?.sourceIdentity
  return {
    ...named,
    ...(sourceIdentity && { sourceIdentity: short(sourceIdentity) }),
    ...(accountId && accountId !== owner && { account: short(accountId) }),
    ...(invokedBy && named.kind !== 'service' && { invokedBy }),
  }
}
