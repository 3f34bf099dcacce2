import type { AwsCredentialIdentity } from '@smithy/types'
import { type ChangeSession, identityFault } from '../../domain/change-session.ts'
import type { Account } from '../../domain/config.ts'
import { errorName } from '../../domain/error-name.ts'
import { NO_SESSION, noSessionWords, SESSION_UNAVAILABLE } from '../../domain/no-session.ts'
import type { SessionPolicy } from '../../domain/session-policy.ts'
import type { Log } from '../../ports.ts'
import { type AssumeForChange, SESSION_SEC } from './assume-for-change.ts'

/** Credentials of a session, or the reason why there is none: then no call is made. */
export type OpenedSession =
  | { kind: 'open'; credentials: AwsCredentialIdentity; allSnapshots?: true }
  | { kind: 'refused'; code: string; message: string }

/** What a session is for: in which account, and the image or the parameter by its name. */
interface Target {
  account: string
  name: string
}

export type OpenSession = (
  target: Target,
  session: ChangeSession,
  policies: readonly SessionPolicy[],
) => Promise<OpenedSession>

export interface ActorSessionNeeds {
  accounts: readonly Account[]
  /** The role of the function's own account. */
  ownRoleArn: string | undefined
  assume: AssumeForChange
  nowMs: () => number
  log: Log
}

/** A session that ends sooner is not used: its calls take their time. */
const MARGIN_MS = 60_000

/** STS did not answer, or asked to slow down: another try can help. */
const PASSING =
  /^(Throttl|RequestLimitExceeded|ServiceUnavailable|InternalFailure|InternalError|Timeout|Abort)/

const isPassing = (error: unknown): boolean => {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode
  return status === undefined ? true : status >= 500 || PASSING.test(errorName(error))
}

/**
 * Sessions of the actor roles, one for each request: the calls of a request use the same one, another request never does. If there are
 * several policies, the first one that STS has room for is used.
 */
export const createActorSessions = ({
  accounts,
  ownRoleArn,
  assume,
  nowMs,
  log,
}: ActorSessionNeeds): OpenSession => {
  const kept = new Map<string, { opening: Promise<OpenedSession>; untilMs: number }>()

  const roleOf = (account: string): string | undefined =>
    accounts.find(({ id }) => id === account)?.role ?? ownRoleArn

  const open = async (
    roleArn: string,
    { name }: Target,
    session: ChangeSession,
    policies: readonly SessionPolicy[],
  ): Promise<OpenedSession> => {
    let failed: unknown
    for (const { text, allSnapshots } of policies) {
      try {
        const credentials = await assume(roleArn, session, text)
        return { kind: 'open', credentials, ...(allSnapshots && { allSnapshots }) }
      } catch (error) {
        failed = error
        if (!errorName(error).startsWith('PackedPolicyTooLarge')) break
      }
    }
    const why = errorName(failed)
    log.warn('A change has no session of the actor role; AWS is not called.', {
      role: roleArn,
      request: session.requestKey,
      why: String(failed),
    })
    return isPassing(failed)
      ? {
          kind: 'refused',
          code: SESSION_UNAVAILABLE,
          message: `STS did not give a session of ${roleArn} for ${name} (${why}).`,
        }
      : { kind: 'refused', code: NO_SESSION, message: noSessionWords(roleArn, name, why) }
  }

  return async (target, session, policies) => {
    const refused = (message: string): OpenedSession => ({ kind: 'refused', code: NO_SESSION, message })
    const roleArn = roleOf(target.account)
    if (!roleArn)
      return refused(
        `The function does not know the actor role of its account (AMIOPS_ACTOR_ROLE_ARN). Deploy amiops again.`,
      )
    const fault = identityFault(session)
    if (fault !== undefined) return refused(`STS was not asked for a session for ${target.name}: ${fault}.`)

    const now = nowMs()
    for (const [key, { untilMs }] of kept) if (untilMs <= now) kept.delete(key)
    const key = JSON.stringify([roleArn, session.requestKey, session.by, session.approver, policies])
    const known = kept.get(key)
    if (known) return known.opening
    const opening = open(roleArn, target, session, policies)
    kept.set(key, { opening, untilMs: now + SESSION_SEC * 1_000 - MARGIN_MS })
    const opened = await opening
    if (opened.kind === 'refused' && kept.get(key)?.opening === opening) kept.delete(key)
    return opened
  }
}
