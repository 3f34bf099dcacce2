import type { AwsCredentialIdentity } from '@smithy/types'
import type { Account } from '../../domain/config.ts'
import { keepCredentials } from './kept-credentials.ts'
import { createRoleCredentials } from './role-credentials.ts'

/** The credentials to ask an account with; undefined where the function's own credentials are used. */
export type CredentialsOf = (account: string) => (() => Promise<AwsCredentialIdentity>) | undefined

/** One source of credentials for each role, shared by all clients: a role is assumed once, and again shortly before its credentials end. */
export const createAccountCredentials = (
  accounts: readonly Account[],
  nowMs: () => number,
): CredentialsOf => {
  const roles = new Map(accounts.map(({ id, role }) => [id, role]))
  const assume = createRoleCredentials()
  const sources = new Map<string, () => Promise<AwsCredentialIdentity>>()
  return account => {
    const role = roles.get(account)
    if (!role) return undefined
    const source = sources.get(role) ?? keepCredentials(() => assume(role), nowMs)
    sources.set(role, source)
    return source
  }
}
