import type { Caller } from '../caller.ts'
import { partitionOf } from '../regions.ts'
import type { Iam } from './roles.ts'

/** The ARN of the user, or of the role that a session is of; the account's root for keys that nothing is known about. */
export const principalArnOf = ({ account, region, identity }: Caller): string => {
  const iam = `arn:${partitionOf(region)}:iam::${account}`
  if (identity === undefined) return `${iam}:root`
  return identity.type === 'IAMUser' ? `${iam}:user/${identity.user}` : `${iam}:role/${identity.role}`
}

/** Who calls, as refusals name it: the path of a role is no part of its session's ARN. */
export const callerArnOf = (caller: Caller): string => {
  const { account, region, identity } = caller
  if (identity?.type !== 'AssumedRole') return principalArnOf(caller)
  return `arn:${partitionOf(region)}:sts::${account}:assumed-role/${identity.role.split('/').pop()}/${identity.session}`
}

/**
 * What every request says of its principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const contextOf = (
  caller: Caller,
  iam: Pick<Iam, 'organizationOf'>,
): Record<string, string | undefined> => {
  const session = caller.identity?.type === 'AssumedRole' ? caller.identity : undefined
  const tags = Object.entries(session?.tags ?? {})
  return {
    'aws:PrincipalArn': principalArnOf(caller),
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalOrgID': iam.organizationOf(caller.account),
    'aws:PrincipalType': session ? 'AssumedRole' : 'User',
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    'aws:SourceIdentity': session?.sourceIdentity,
    'aws:RequestedRegion': caller.region,
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
  }
}
