import type { Config } from '../src/domain/config.ts'
import { createAwsClients } from './aws-clients.ts'
import { findLedger } from './find-ledger.ts'
import { findFallbackTopic } from './keep-fallback-topic.ts'
import { decideReservation } from './reserve-concurrency.ts'
import type { Target } from './target.ts'

const isGiven = (given: readonly string[], name: string): boolean =>
  given.some(
    (arg, at) =>
      arg === `--param=${name}` ||
      arg.startsWith(`--param=${name}=`) ||
      (given[at - 1] === '--param' && arg.startsWith(`${name}=`)),
  )

/**
 * The settings of serverless.yml that depend on the config and the account: its table, its topic, its quota. What was given as
 * `--param` is not changed. Prints what it finds; ends with exit code 1 where the table cannot be used.
 */
export const readStackSettings = async (
  target: Target,
  given: readonly string[],
  { isGovSlack }: Pick<Config, 'isGovSlack'>,
): Promise<string[]> => {
  const clients = createAwsClients(target.region)
  const settings: string[] = isGiven(given, 'govSlack') ? [] : ['--param', `govSlack=${isGovSlack === true}`]
  if (!isGiven(given, 'ledger')) {
    const ledger = await findLedger(clients, target)
    if (ledger.kind === 'unusable') {
      console.error(`amiops was not deployed. ${ledger.why}`)
      process.exit(1)
    }
    if (ledger.kind === 'unknown') console.error(ledger.why)
    if (ledger.kind === 'earlier') {
      console.log(ledger.words)
      settings.push('--param', 'ledger=earlier')
    }
  }
  if (!isGiven(given, 'reserveConcurrency')) {
    const reservation = await decideReservation(clients, target)
    console.log(reservation.words)
    settings.push('--param', `reserveConcurrency=${reservation.isOn}`)
  }
  if (!isGiven(given, 'fallbackTopic')) {
    const topic = await findFallbackTopic(clients, target)
    if (topic.kind === 'unknown') {
      console.error(`amiops was not deployed. ${topic.why}`)
      process.exit(1)
    }
    settings.push('--param', `fallbackTopic=${topic.kind === 'on'}`)
  }
  return settings
}
