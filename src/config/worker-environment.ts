import { readFileSync } from 'node:fs'
import type { Config } from '../domain/config.ts'
import { Misconfigured } from './misconfigured.ts'
import { faultLines, parseConfig } from './parse-config.ts'
import { read, type Secret, secretsFrom } from './variables.ts'

/** The config's text, put into the bundle when it was packaged. */
declare const AMIOPS_BUNDLED_CONFIG: string | undefined

/** Everything that the three working functions are told from outside. */
export interface WorkerEnvironment {
  table: string
  eventsQueueUrl: string
  requestsQueueUrl: string
  botToken: Secret
  slackApiUrl?: string
  config: Config
}

/** `AMIOPS_CONFIG` names a file; without it the config that was packaged counts. */
const readConfig = (): { config?: Config; faults: readonly string[] } => {
  const file = read('AMIOPS_CONFIG')
  const bundled = typeof AMIOPS_BUNDLED_CONFIG === 'string' ? AMIOPS_BUNDLED_CONFIG : undefined
  if (file === undefined && bundled === undefined)
    return {
      faults: ['AMIOPS_CONFIG: expected the path of a config file, got nothing, and none was packaged'],
    }
  try {
    const parsed = parseConfig(file === undefined ? (bundled ?? '') : readFileSync(file, 'utf8'))
    return parsed.ok
      ? { config: parsed.config, faults: [] }
      : { faults: faultLines(file ?? 'amiops.config.yml', parsed.faults) }
  } catch (error) {
    return {
      faults: [
        `AMIOPS_CONFIG: expected a readable file, got ${file}: ${error instanceof Error ? error.message : error}`,
      ],
    }
  }
}

/** @throws {Misconfigured} with all that is missing or wrong */
export const readWorkerEnvironment = (): WorkerEnvironment => {
  const { config, faults } = readConfig()
  const missing = ['AMIOPS_TABLE', 'AMIOPS_EVENTS_QUEUE_URL', 'AMIOPS_REQUESTS_QUEUE_URL'].filter(
    name => read(name) === undefined,
  )
  const { botToken } = secretsFrom()
  const all = [
    ...faults,
    ...missing.map(name => `${name}: expected a value, got nothing`),
    ...(botToken
      ? []
      : [
          'SLACK_BOT_TOKEN: expected the token, or AMIOPS_BOT_TOKEN_PARAM with the name of its SSM parameter, got neither',
        ]),
  ]
  if (all.length > 0 || !config || !botToken) throw new Misconfigured(all)
  const slackApiUrl = read('SLACK_API_URL')
  return {
    table: read('AMIOPS_TABLE') ?? '',
    eventsQueueUrl: read('AMIOPS_EVENTS_QUEUE_URL') ?? '',
    requestsQueueUrl: read('AMIOPS_REQUESTS_QUEUE_URL') ?? '',
    botToken,
    ...(slackApiUrl && { slackApiUrl }),
    config,
  }
}
