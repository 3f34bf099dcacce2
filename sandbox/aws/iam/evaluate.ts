import { areConditionsMet } from './conditions.ts'
import { type Context, fillIn } from './context.ts'
import type { Policy, Statement } from './policy.ts'
import { isArnLike, isLike } from './wildcards.ts'

/** Who asks, for a policy that names principals. */
interface Principal {
  account: string
  /** Of the user, or of the role that a session is of. */
  arn: string
  /** Of the session itself. */
  sessionArn?: string
}

/** One action on one resource. */
export interface AccessRequest {
  action: string
  /** An ARN; `*` for an action that is allowed on none in particular. */
  resource: string
  context: Context
  /** Left out where the policy is the principal's own. */
  principal?: Principal
}

/** The effect of the statements that match a request; undefined if none matches. */
export type Effect = Statement['Effect'] | undefined

const isAction = (pattern: string, action: string): boolean =>
  isLike(pattern.toLowerCase(), action.toLowerCase())

const isResource = (pattern: string, { resource, context }: AccessRequest): boolean => {
  if (pattern === '*') return true
  const filled = fillIn(pattern, context)
  return filled !== undefined && isArnLike(filled, resource)
}

const isPrincipal = (statement: Statement, asking: Principal | undefined): boolean => {
  if (!asking) return statement.Principal === undefined
  const { account, arn, sessionArn } = asking
  const root = `arn:${arn.split(':')[1]}:iam::${account}:root`
  return (statement.Principal?.AWS ?? []).some(one =>
    ['*', account, root, arn, ...(sessionArn === undefined ? [] : [sessionArn])].includes(one),
  )
}

const fits = (statement: Statement, request: AccessRequest): boolean => {
  const { Action, NotAction, Resource, NotResource } = statement
  return (
    isPrincipal(statement, request.principal) &&
    (Action?.some(one => isAction(one, request.action)) ??
      !NotAction?.some(one => isAction(one, request.action))) &&
    (Resource?.some(one => isResource(one, request)) ??
      !NotResource?.some(one => isResource(one, request))) &&
    areConditionsMet(statement, request.context)
  )
}

/**
 * The combined effect of several policies: one that denies outweighs all that allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export const evaluate = (policies: readonly Policy[], request: AccessRequest): Effect => {
  const effects = policies
    .flatMap(({ Statement: statements }) => statements)
    .filter(statement => fits(statement, request))
    .map(({ Effect: effect }) => effect)
  return effects.find(effect => effect === 'Deny') ?? effects[0]
}
