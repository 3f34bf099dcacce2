import type { WrongAccount } from '../src/domain/wrong-account.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code } from './text.ts'

/** The config names an account that the credentials do not belong to: amiops reads and changes nothing there. */
export const renderWrongAccounts = (wrong: readonly WrongAccount[]): Message => {
  const ids = wrong.map(({ id, alias }) => `${code(id)}${alias ? ` (${code(alias, 40)})` : ''}`)
  const account = wrong.length === 1 ? 'account' : 'accounts'
  return renderNote(
    '🛑',
    `amiops.config.yml names ${account} ${ids.join(', ')} without a role, but amiops runs with the credentials of account ${code(wrong[0]?.own ?? '')}. Images of ${account} ${ids.join(', ')} are neither listed, nor checked by reconciliation, nor changed.`,
    'Correct `accounts[].id` in amiops.config.yml, or give the account a `role` and a `readRole`. Then deploy again.',
  )
}
