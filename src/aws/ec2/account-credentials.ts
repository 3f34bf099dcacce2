import type { AwsCredentialIdentity } from '@smithy/types'
import type { Account } from '../../domain/config.ts'
import { createRoleCredentials } from './role-credentials.ts'

/** The credentials to ask an account with; undefined where the function's own credentials are used. */
export type CredentialsOf = (account: string) => (() => Promise<AwsCredentialIdentity>) | undefined

/** One source of credentials for each role, whichever client asks. */
export const createAccountCredentials = (accounts: readonly Account[]): CredentialsOf => {
  const sources = new Map<string, () => Promise<AwsCredentialIdentity>>()
  return account => {
    const role = accounts.find(a => a.id === account)?.role
    if (!role) return undefined
    const source = sources.get(role) ?? createRoleCredentials(role)
    sources.set(role, source)
    return source
  }
}
