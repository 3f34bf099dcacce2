import { renderWrongAccounts } from '../../../blocks/wrong-accounts.ts'
import { wrongAccountWords } from '../../domain/wrong-account.ts'
import type { Accounts } from '../../ports.ts'
import { type NoticeNeeds, postNotice } from './post-notice.ts'

interface Needs extends NoticeNeeds {
  accounts: Accounts
}

const DAY_MS = 24 * 60 * 60_000

/** Reports in the log and, once a day, in the fallback channel that the credentials belong to another account than the config names. */
export const checkAccounts = async (needs: Needs): Promise<void> => {
  const { accounts, log } = needs
  const wrong = await accounts.misconfigured()
  if (wrong.length === 0) return
  for (const one of wrong) log.error(wrongAccountWords(one), { ...one })
  const key = `wrong accounts ${wrong.map(({ id, own }) => `${id}/${own}`).join(' ')}`
  await postNotice(needs, { key, everyMs: DAY_MS, message: renderWrongAccounts(wrong) })
}
