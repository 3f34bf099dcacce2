import { renderWrongAccounts } from '../../blocks/wrong-accounts.ts'
import type { Config } from '../domain/config.ts'
import { wrongAccountWords } from '../domain/wrong-account.ts'
import type { Accounts, Clock, Ledger, Log, Messenger } from '../ports.ts'

interface Needs {
  accounts: Accounts
  ledger: Pick<Ledger, 'takeTurn'>
  messenger: Pick<Messenger, 'post'>
  config: Config
  clock: Clock
  log: Log
}

const DAY_MS = 24 * 60 * 60_000

/** Says in the log and, once a day, in the fallback channel that the config names an account that the credentials do not
 * belong to. */
export const checkAccounts = async (needs: Needs): Promise<void> => {
  const { accounts, ledger, messenger, config, clock, log } = needs
  const wrong = await accounts.misconfigured()
  if (wrong.length === 0) return
  for (const one of wrong) log.error(wrongAccountWords(one), { ...one })
  const key = `wrong accounts ${wrong.map(({ id, own }) => `${id}/${own}`).join(' ')}`
  if (!(await ledger.takeTurn(key, clock.nowMs(), DAY_MS))) return
  await messenger.post(config.channels.fallback, renderWrongAccounts(wrong))
}
