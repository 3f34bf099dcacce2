import type { Account } from './config.ts'

/** An account of the config that is read and changed with the credentials of another one. */
export interface WrongAccount {
  id: string
  alias?: string
  /** The account that the credentials belong to. */
  own: string
}

/** Without a role an account is used with the function's own credentials: then it must be the function's own account. */
export const wrongAccounts = (accounts: readonly Account[], own: string): WrongAccount[] =>
  accounts
    .filter(({ id, role }) => role === undefined && id !== own)
    .map(({ id, alias }) => ({ id, ...(alias && { alias }), own }))

export const wrongAccountWords = ({ id, alias, own }: WrongAccount): string =>
  `amiops.config.yml names account ${id}${alias ? ` (${alias})` : ''} without a role, but the credentials belong to account ${own}. Correct accounts[].id, or give the account a role and a readRole.`

/** The code of a call that was not made: the account's images belong to somebody else than the config says. */
export const WRONG_ACCOUNT = 'WrongAccount'
