import type { Config } from '../src/domain/config.ts'
import { withMembers } from '../src/domain/member-accounts.ts'
import { wrongAccounts, wrongAccountWords } from '../src/domain/wrong-account.ts'
import { createAwsClients } from './aws-clients.ts'
import { InvalidCredentials, readOwnAccount } from './own-account.ts'
import type { Target } from './target.ts'

const refuse = (...lines: string[]): never => {
  console.error(['amiops was not deployed:', ...lines].join('\n'))
  process.exit(1)
}

/**
 * Ends a deployment with exit code 1 where AWS does not take the credentials, or where the config names an account, without a
 * role, that they do not belong to.
 */
export const checkAccounts = async (config: Config, { region }: Target): Promise<void> => {
  try {
    const own = await readOwnAccount(createAwsClients(region))
    const wrong = wrongAccounts(withMembers(config, [], own).accounts, own)
    if (wrong.length > 0) refuse(...wrong.map(wrongAccountWords))
  } catch (error) {
    if (error instanceof InvalidCredentials) refuse(error.message)
    throw error
  }
}
