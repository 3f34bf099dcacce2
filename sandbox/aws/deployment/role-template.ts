import * as v from 'valibot'
import { parsePolicy } from '../iam/policy.ts'
import type { Role } from '../iam/roles.ts'
import { resolveTemplate, type TemplateScope } from './template.ts'

const RoleProperties = v.looseObject({
  RoleName: v.unknown(),
  AssumeRolePolicyDocument: v.unknown(),
  Policies: v.optional(v.array(v.looseObject({ PolicyDocument: v.unknown() })), []),
  MaxSessionDuration: v.optional(v.number(), 3_600),
})

/** The properties of an `AWS::IAM::Role`, not yet resolved. */
export type RoleTemplate = v.InferOutput<typeof RoleProperties>

export const parseRoleTemplate = (properties: unknown): RoleTemplate => v.parse(RoleProperties, properties)

/** The role that a template makes in an account. */
export const toRole = (template: RoleTemplate, account: string, scope: TemplateScope): Role => ({
  arn: `arn:${scope.ref('AWS::Partition')}:iam::${account}:role/${resolveTemplate(template.RoleName, scope)}`,
  account,
  trust: parsePolicy(resolveTemplate(template.AssumeRolePolicyDocument, scope)),
  permissions: template.Policies.map(({ PolicyDocument }) =>
    parsePolicy(resolveTemplate(PolicyDocument, scope)),
  ),
  maxSessionSec: template.MaxSessionDuration,
})
