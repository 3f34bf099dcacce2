import type { Account } from './config.ts'

/** The accounts with their reader roles, for code that only reads. */
export const accountsToRead = (accounts: readonly Account[]): Account[] =>
  accounts.map(({ role: _acts, readRole, ...account }) => ({
    ...account,
    ...(readRole && { role: readRole }),
  }))

/**
 * The accounts, for reads of code that also changes images. An account with the roles of deploy/member.yml is read with its reader role:
 * its other role is only for sessions of requests.
 */
export const membersToRead = (accounts: readonly Account[]): Account[] =>
  accounts.map(account =>
    (account.discovered || account.member) && account.readRole
      ? { ...account, role: account.readRole }
      : account,
  )
