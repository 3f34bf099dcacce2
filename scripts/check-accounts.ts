import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Config } from '../src/domain/config.ts'
import { wrongAccounts, wrongAccountWords } from '../src/domain/wrong-account.ts'

const optionOf = (args: readonly string[], ...names: string[]): string | undefined => {
  for (const [at, arg] of args.entries())
    for (const name of names) {
      if (arg === name) return args[at + 1]
      if (arg.startsWith(`${name}=`)) return arg.slice(name.length + 1)
    }
  return undefined
}

/**
 * Ends a deployment with exit code 1 where the config names an account, without a role, that the deploying credentials do not
 * belong to. Where STS does not answer, osls says what is wrong with the credentials.
 */
export const checkAccounts = async ({ accounts }: Config, args: readonly string[]): Promise<void> => {
  if (!accounts.some(({ role }) => role === undefined)) return
  const profile = optionOf(args, '--aws-profile')
  if (profile !== undefined) process.env.AWS_PROFILE = profile
  const region = optionOf(args, '--region', '-r') ?? process.env.AWS_REGION ?? 'us-east-1'
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
