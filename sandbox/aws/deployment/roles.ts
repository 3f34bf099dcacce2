import { DEFAULT_ACCOUNT } from '../caller.ts'
import type { Role } from '../iam/roles.ts'
import { partitionOf } from '../regions.ts'
import type { Deployment } from './deployment.ts'
import { toRoleTemplate } from './function-roles.ts'
import type { Stack } from './resolve.ts'
import { toRole } from './role-template.ts'
import { resolveTemplate, type TemplateScope } from './template.ts'

/** What the templates of the hub refer to. */
export const createHubScope = (
  { parameters, conditions }: Deployment,
  stack: Stack,
  region: string,
): TemplateScope => {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::Partition': partitionOf(region),
    'AWS::Region': region,
    'AWS::AccountId': DEFAULT_ACCOUNT,
  }
  const scope: TemplateScope = {
    ref: name => pseudo[name] ?? parameters.get(name) ?? stack.refs.get(name),
    arnOf: id => stack.arns.get(id),
    holds: name => stack.conditions.has(name) || resolveTemplate(conditions[name], scope) === true,
  }
  return scope
}

/** The roles of `serverless.yml`: those of the functions, and its own. */
export const readRoles = (deployment: Deployment, stack: Stack, region: string): Role[] => {
  const scope = createHubScope(deployment, stack, region)
  return [
    ...[...deployment.statements].map(([name, statements]) => toRoleTemplate(name, region, statements)),
    ...deployment.roles.values(),
  ].map(template => toRole(template, DEFAULT_ACCOUNT, scope))
}
