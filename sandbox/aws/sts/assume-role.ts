import type { Caller, Identity } from '../caller.ts'
import { type Authorise, describeDenial, type Needed } from '../iam/authorise.ts'
import { createContext } from '../iam/context.ts'
import { evaluate } from '../iam/evaluate.ts'
import { callerArnOf, contextOf, principalArnOf } from '../iam/principal.ts'
import type { Iam, Role } from '../iam/roles.ts'
import type { AssumeRoleInput } from './assume-role-input.ts'
import { invalid, StsError } from './error.ts'

/** A session of a role. */
export type Session = Extract<Identity, { type: 'AssumedRole' }>

const HOUR_SEC = 3_600

/** The source identity stays, and of the tags those that are transitive, whatever role is assumed next. */
const inherit = (input: AssumeRoleInput, holder: Session | undefined) => {
  const kept = holder?.transitiveTagKeys ?? []
  const inherited = Object.fromEntries(
    Object.entries(holder?.tags ?? {}).filter(([key]) => kept.includes(key)),
  )
  const sourceIdentity = holder?.sourceIdentity ?? input.sourceIdentity
  return {
    sourceIdentity,
    tags: { ...input.tags, ...inherited },
    transitiveTagKeys: [...new Set([...kept, ...input.transitiveTagKeys])],
  }
}

const refuseDuration = (durationSec: number, role: Role | undefined, isChained: boolean): void => {
  if (isChained && durationSec > HOUR_SEC) {
    throw invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  }
  if (role && durationSec > role.maxSessionSec)
    throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
}

export interface AssumeRoleOptions {
  iam: Iam
  authorise: Authorise
  nowMs: number
}

/**
 * The session that a caller gets of a role; throws StsError where its policies or the role's trust policy refuse it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required
 */
export const assumeRole = (
  caller: Caller,
  input: AssumeRoleInput,
  { iam, authorise, nowMs }: AssumeRoleOptions,
): Session & { expiresAtMs: number } => {
  const { roleArn: resource } = input
  const holder = caller.identity?.type === 'AssumedRole' ? caller.identity : undefined
  const role = iam.findRole(resource)
  const { sourceIdentity, tags, transitiveTagKeys } = inherit(input, holder)
  const tagKeys = Object.keys(tags)
  const ofTags = {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': tagKeys,
    'sts:TransitiveTagKeys': transitiveTagKeys,
  }
  const ofIdentity = { 'sts:SourceIdentity': sourceIdentity }
  const ofRole = {
    'aws:ResourceAccount': input.account,
    'aws:ResourceOrgID': iam.organizationOf(input.account),
  }
  // Each with the condition keys that AWS lists for it:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
  const needed: Needed[] = [
    {
      action: 'sts:AssumeRole',
      resource,
      context: {
        ...ofRole,
        ...ofTags,
        ...ofIdentity,
        'sts:RoleSessionName': input.session,
        'sts:ExternalId': input.externalId,
      },
    },
    ...(sourceIdentity === undefined
      ? []
      : [{ action: 'sts:SetSourceIdentity', resource, context: { ...ofRole, ...ofIdentity } }]),
    ...(tagKeys.length === 0
      ? []
      : [{ action: 'sts:TagSession', resource, context: { ...ofRole, ...ofTags } }]),
  ]
  const isTrusted = ({ action, context }: Needed): boolean => {
    if (!role) return iam.isOpen(resource)
    const principal = {
      account: caller.account,
      arn: principalArnOf(caller),
      ...(holder && { sessionArn: callerArnOf(caller) }),
    }
    const request = { action, resource, context: createContext({ ...contextOf(caller, iam), ...context }) }
    return evaluate([role.trust], { ...request, principal }) === 'Allow'
  }
  for (const one of needed) {
    if (authorise(caller, one) === undefined && isTrusted(one)) continue
    throw new StsError('AccessDenied', describeDenial(caller, one, '').trimEnd(), 403)
  }
  if (input.sourceIdentity !== undefined && input.sourceIdentity !== sourceIdentity) {
    const refused = { action: 'sts:SetSourceIdentity', resource }
    throw new StsError('AccessDenied', describeDenial(caller, refused, '').trimEnd(), 403)
  }
  const durationSec = input.durationSec ?? HOUR_SEC
  refuseDuration(durationSec, role, holder !== undefined)
  return {
    type: 'AssumedRole',
    role: input.role,
    session: input.session,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(tagKeys.length > 0 && { tags }),
    ...(transitiveTagKeys.length > 0 && { transitiveTagKeys }),
    ...(input.policy && { policy: input.policy.json }),
    expiresAtMs: nowMs + durationSec * 1_000,
  }
}
