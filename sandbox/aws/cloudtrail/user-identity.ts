import { accessKeyIdOf, type Caller, type Identity } from '../caller.ts'
import { partitionOf } from '../regions.ts'

/** The identity behind access keys that nothing is known about. */
const UNKNOWN: Identity = { type: 'AssumedRole', role: 'amiops-sandbox', session: 'amiops-sandbox' }

const ROLE_ID = 'AROASANDBOX00000ROLE0'
const USER_ID = 'AIDASANDBOX00000USER0'

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export const toUserIdentity = (
  { account, region, identity = UNKNOWN }: Caller,
  sinceIso: string,
): { arn: string; [name: string]: unknown } => {
  const partition = partitionOf(region)
  const accessKeyId = accessKeyIdOf(account)
  if (identity.type === 'IAMUser') {
    return {
      type: 'IAMUser',
      principalId: USER_ID,
      arn: `arn:${partition}:iam::${account}:user/${identity.user}`,
      accountId: account,
      accessKeyId,
      userName: identity.user,
    }
  }
  const { role, session, sourceIdentity } = identity
  // The path of a role is no part of its session's ARN.
  const userName = role.split('/').pop() ?? role
  return {
    type: 'AssumedRole',
    principalId: `${ROLE_ID}:${session}`,
    arn: `arn:${partition}:sts::${account}:assumed-role/${userName}/${session}`,
    accountId: account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: ROLE_ID,
        arn: `arn:${partition}:iam::${account}:role/${role}`,
        accountId: account,
        userName,
      },
      attributes: { creationDate: sinceIso, mfaAuthenticated: 'false' },
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    },
  }
}
