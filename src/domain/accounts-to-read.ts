import type { Account } from './config.ts'

/** The accounts, for code that only looks. */
export const accountsToRead = (accounts: readonly Account[]): Account[] =>
  accounts.map(({ role: _acts, readRole, ...account }) => ({
    ...account,
    ...(readRole && { role: readRole }),
  }))

/** The accounts, for looks of code that also changes: one with the roles of deploy/member.yml is read with its reader role, since the
 * other role is for sessions of requests alone. */
export const membersToRead = (accounts: readonly Account[]): Account[] =>
  accounts.map(account =>
    (account.discovered || account.member) && account.readRole
      ? { ...account, role: account.readRole }
      : account,
  )
