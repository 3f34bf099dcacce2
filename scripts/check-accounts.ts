import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Config } from '../src/domain/config.ts'
import { wrongAccounts, wrongAccountWords } from '../src/domain/wrong-account.ts'
import type { Target } from './target.ts'

/**
 * Ends a deployment with exit code 1 where the config names an account, without a role, that the deploying credentials do not
 * belong to. Where STS does not answer, osls says what is wrong with the credentials.
 */
export const checkAccounts = async ({ accounts }: Config, { region }: Target): Promise<void> => {
  if (!accounts.some(({ role }) => role === undefined)) return
  let own: string | undefined
  try {
    own = (await new STSClient({ region, maxAttempts: 2 }).send(new GetCallerIdentityCommand({}))).Account
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    console.error(`The account of your AWS credentials could not be checked (${why.slice(0, 300)}).`)
  }
  const wrong = own === undefined ? [] : wrongAccounts(accounts, own)
  if (wrong.length === 0) return
  console.error(['amiops was not deployed:', ...wrong.map(wrongAccountWords)].join('\n'))
  process.exit(1)
}
