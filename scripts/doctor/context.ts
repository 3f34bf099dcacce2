import { readFileSync } from 'node:fs'
import { GetParametersCommand } from '@aws-sdk/client-ssm'
import { WebClient } from '@slack/web-api'
import { createLedger } from '../../src/aws/ledger/ledger.ts'
import { parseConfig } from '../../src/config/parse-config.ts'
import { slackApiUrlOf } from '../../src/config/variables.ts'
import type { Config } from '../../src/domain/config.ts'
import type { Ledger } from '../../src/ports.ts'
import { type AwsClients, createAwsClients } from '../aws-clients.ts'
import { readStack, type Stack } from '../read-stack.ts'
import type { Target } from '../target.ts'

/** What the checks look at. What several of them need is read once. */
export interface Context {
  target: Target
  /** The option that the printed commands of AWS end with: `--region eu-west-1`. */
  where: string
  configFile: string
  /** Undefined where the file cannot be read. */
  configText: string | undefined
  /** Undefined where it has faults. */
  config: Config | undefined
  aws: AwsClients
  ledger: Pick<
    Ledger,
    | 'readPlaces'
    | 'readLastRun'
    | 'readMembers'
    | 'readUnknownAccounts'
    | 'readLastAnnounced'
    | 'readHomesOpenedSince'
  >
  nowMs: number
  /** Undefined where nothing is deployed. */
  stack(): Promise<Stack | undefined>
  /** The values of the two parameters, by name; one that is missing is left out. */
  secrets(): Promise<ReadonlyMap<string, { value: string; type: string }>>
  tokenName: string
  signingSecretName: string
  /** Undefined where no token is stored. */
  slack(): Promise<WebClient | undefined>
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

export const createContext = (target: Target, configFile: string, nowMs: number): Context => {
  const aws = createAwsClients(target.region)
  const configText = textOf(configFile)
  const parsed = configText === undefined ? undefined : parseConfig(configText)
  const tokenName = `/amiops/${target.stage}/slack-bot-token`
  const signingSecretName = `/amiops/${target.stage}/slack-signing-secret`
  const secrets = once(async () => {
    const { Parameters = [] } = await aws.ssm.send(
      new GetParametersCommand({ Names: [tokenName, signingSecretName], WithDecryption: true }),
    )
    return new Map(
      Parameters.map(({ Name = '', Value = '', Type = '' }) => [Name, { value: Value, type: Type }] as const),
    )
  })
  return {
    target,
    where: `--region ${target.region}`,
    configFile,
    configText,
    config: parsed?.ok ? parsed.config : undefined,
    aws,
    ledger: createLedger(`amiops-${target.stage}`),
    nowMs,
    stack: once(() => readStack(aws, target)),
    secrets,
    tokenName,
    signingSecretName,
    slack: once(async () => {
      const token = (await secrets()).get(tokenName)?.value
      const slackApiUrl = slackApiUrlOf(parsed?.ok ? parsed.config : undefined)
      const settings = { retryConfig: { retries: 2 }, ...(slackApiUrl && { slackApiUrl }) }
      return token === undefined ? undefined : new WebClient(token, settings)
    }),
  }
}
