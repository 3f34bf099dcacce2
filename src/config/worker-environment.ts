import { readFileSync } from 'node:fs'
import type { Config } from '../domain/config.ts'
import { configVersionOf } from './config-version.ts'
import { faultLines } from './fault.ts'
import { Misconfigured } from './misconfigured.ts'
import { parseConfig } from './parse-config.ts'
import { MISSING_BOT_TOKEN, read, type Secret, secretsFrom, slackApiUrlOf } from './variables.ts'

/** The config's text, put into the bundle when it was packaged. */
declare const AMIOPS_BUNDLED_CONFIG: string | undefined

/** The environment of the three workers. */
export interface WorkerEnvironment {
  table: string
  eventsQueueUrl: string
  requestsQueueUrl: string
  botToken: Secret
  slackApiUrl?: string
  config: Config
  /** Tells two configs apart: the first letters of a hash of the text. */
  configVersion: string
  /** Optional: without them nobody looks at the dead letters. */
  eventsDeadLettersUrl?: string
  requestsDeadLettersUrl?: string
  /** Optional: without it nothing is sent by e-mail. */
  fallbackTopicArn?: string
}

/** `AMIOPS_CONFIG` names a file; without it the config that was packaged counts. */
const readConfig = (): { config?: Config; version?: string; faults: readonly string[] } => {
  const file = read('AMIOPS_CONFIG')
  const bundled = typeof AMIOPS_BUNDLED_CONFIG === 'string' ? AMIOPS_BUNDLED_CONFIG : undefined
  if (file === undefined && bundled === undefined)
    return {
      faults: ['AMIOPS_CONFIG: expected the path of a config file, got nothing, and none was packaged'],
    }
  try {
    const text = file === undefined ? (bundled ?? '') : readFileSync(file, 'utf8')
    const parsed = parseConfig(text)
    return parsed.ok
      ? {
          config: parsed.config,
          version: configVersionOf(text),
          faults: [],
        }
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
  const { config, version = '', faults } = readConfig()
  const missing = ['AMIOPS_TABLE', 'AMIOPS_EVENTS_QUEUE_URL', 'AMIOPS_REQUESTS_QUEUE_URL'].filter(
    name => read(name) === undefined,
  )
  const { botToken } = secretsFrom()
  const all = [
    ...faults,
    ...missing.map(name => `${name}: expected a value, got nothing`),
    ...(botToken ? [] : [MISSING_BOT_TOKEN]),
  ]
  if (all.length > 0 || !config || !botToken) throw new Misconfigured(all)
  const slackApiUrl = slackApiUrlOf(config)
  const eventsDeadLettersUrl = read('AMIOPS_EVENTS_DEAD_LETTERS_URL')
  const requestsDeadLettersUrl = read('AMIOPS_REQUESTS_DEAD_LETTERS_URL')
  const fallbackTopicArn = read('AMIOPS_FALLBACK_TOPIC_ARN')
  return {
    table: read('AMIOPS_TABLE') ?? '',
    eventsQueueUrl: read('AMIOPS_EVENTS_QUEUE_URL') ?? '',
    requestsQueueUrl: read('AMIOPS_REQUESTS_QUEUE_URL') ?? '',
    botToken,
    ...(slackApiUrl && { slackApiUrl }),
    config,
    configVersion: version,
    ...(eventsDeadLettersUrl && { eventsDeadLettersUrl }),
    ...(requestsDeadLettersUrl && { requestsDeadLettersUrl }),
    ...(fallbackTopicArn && { fallbackTopicArn }),
  }
}
