import type { Caller } from '../caller.ts'
import { createContext } from './context.ts'
import { type Effect, evaluate } from './evaluate.ts'
import { type Policy, parsePolicy } from './policy.ts'
import { callerArnOf, contextOf, principalArnOf } from './principal.ts'
import type { Iam } from './roles.ts'

/** A permission that a call needs: an action on one resource, with the condition keys of both. */
export interface Needed {
  action: string
  /** `*` where the action is allowed on none in particular. */
  resource: string
  context?: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Why a call is refused, in AWS's words; undefined for a call that is allowed. */
export type Authorise = (caller: Caller, needed: Needed) => string | undefined

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const describeDenial = (caller: Caller, { action, resource }: Needed, because: string): string =>
  `User: ${callerArnOf(caller)} is not authorized to perform: ${action}` +
  `${resource === '*' ? '' : ` on resource: ${resource}`} ${because}`

const explain = (effect: Exclude<Effect, 'Allow'>, action: string, kind: string, article: string): string =>
  effect === 'Deny'
    ? `with an explicit deny in ${article} ${kind} policy`
    : `because no ${kind} policy allows the ${action} action`

/** Long policies are read once: a session's calls follow one another. */
const parsed = new Map<string, Policy>()
const parseOnce = (json: string): Policy => {
  const known = parsed.get(json) ?? parsePolicy(JSON.parse(json))
  if (parsed.size > 500) parsed.clear()
  parsed.set(json, known)
  return known
}

/** Every caller may do everything. */
export const ALLOW_ALL: Authorise = () => undefined

/**
 * A session may do what its role's policies and its session policy both allow. A caller without a session, and a role that is not
 * known, may do everything.
 */
export const createAuthorise =
  (iam: Iam): Authorise =>
  (caller, needed) => {
    const { identity } = caller
    if (identity?.type !== 'AssumedRole') return undefined
    const { action, resource } = needed
    const role = iam.findRole(principalArnOf(caller))
    const request = {
      action,
      resource,
      context: createContext({ ...contextOf(caller, iam), ...needed.context }),
    }
    const judged = [
      ...(role ? [{ kind: 'identity-based', article: 'an', policies: role.permissions }] : []),
      ...(identity.policy === undefined
        ? []
        : [{ kind: 'session', article: 'a', policies: [parseOnce(identity.policy)] }]),
    ].map(one => ({ ...one, effect: evaluate(one.policies, request) }))
    const refusing =
      judged.find(({ effect }) => effect === 'Deny') ?? judged.find(({ effect }) => effect !== 'Allow')
    if (!refusing || refusing.effect === 'Allow') return undefined
    return describeDenial(caller, needed, explain(refusing.effect, action, refusing.kind, refusing.article))
  }
