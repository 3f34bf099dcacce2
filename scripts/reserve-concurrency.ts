import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda'
import { type AwsClients, isNamed, wordsOf } from './aws-clients.ts'
import type { Target } from './target.ts'

/** Of the public function, as serverless.yml says. */
export const RESERVED = 20
/** How many scans run at once, as serverless.yml says: with the reservation, and without it. */
export const SCANS = { many: 40, few: 4 }
/** What Lambda keeps for functions without a reservation.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const STAYS_UNRESERVED = 100

export interface Concurrency {
  /** Functions that may run at once in the account and region. */
  limit: number
  unreserved: number
  /** What this stage's public function has reserved already. */
  own: number
}

/** @throws what Lambda answers where it refuses to say */
export const readConcurrency = async (
  { lambda }: Pick<AwsClients, 'lambda'>,
  { stage }: Target,
): Promise<Concurrency> => {
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}))
  const own = await lambda
    .send(new GetFunctionConcurrencyCommand({ FunctionName: `amiops-${stage}-slack` }))
    .then(({ ReservedConcurrentExecutions = 0 }) => ReservedConcurrentExecutions)
    .catch(error => {
      if (isNamed(error, /ResourceNotFound/)) return 0
      throw error
    })
  return {
    limit: AccountLimit?.ConcurrentExecutions ?? 0,
    unreserved: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
    own,
  }
}

export const canReserve = ({ unreserved, own }: Concurrency): boolean =>
  unreserved + own - RESERVED >= STAYS_UNRESERVED

const PROTECTS = `It would keep ${RESERVED} executions for Slack’s requests and let them have no more, so that a flood of requests cannot take the account’s concurrency from other functions.`

const SCANS_ARE_FEW = `Up to ${SCANS.few} accounts and regions are scanned at once in place of ${SCANS.many}, so that clicks and events keep theirs.`

export const reservationWords = (concurrency: Concurrency, { region }: Target): string =>
  canReserve(concurrency)
    ? `Reserved concurrency is on: ${RESERVED} executions for Slack’s requests; up to ${SCANS.many} scans at once.`
    : `Reserved concurrency is off: the quota in ${region} is ${concurrency.limit} concurrent executions, and ${STAYS_UNRESERVED} have to stay unreserved. ${PROTECTS} ${SCANS_ARE_FEW} Ask for a higher quota (Service Quotas, Lambda, Concurrent executions), then deploy again.`

/** Whether a deployment turns reserved concurrency on, and what to say about it. */
export const decideReservation = async (
  clients: Pick<AwsClients, 'lambda'>,
  target: Target,
): Promise<{ isOn: boolean; words: string }> => {
  try {
    const concurrency = await readConcurrency(clients, target)
    return { isOn: canReserve(concurrency), words: reservationWords(concurrency, target) }
  } catch (error) {
    return {
      isOn: false,
      words: `Reserved concurrency is off: the quota could not be read (${wordsOf(error)}). It takes lambda:GetAccountSettings and lambda:GetFunctionConcurrency. ${PROTECTS} ${SCANS_ARE_FEW}`,
    }
  }
}
