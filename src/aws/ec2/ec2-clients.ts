import { EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2'
import type { AwsCredentialIdentity } from '@smithy/types'
import type { CredentialsOf } from './account-credentials.ts'

export interface Ec2Clients {
  forReading(account: string, region: string): Promise<EC2Client>
  /** For the changes of one request, which are never tried twice. */
  forSession(region: string, credentials: AwsCredentialIdentity): EC2Client
}

export const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/**
 * The most clients that are kept, some kilobytes each: a function that goes through a thousand accounts and regions forgets the oldest
 * ones.
 */
const CLIENTS_KEPT = 200

/**
 * One client for each account and region, and for each session, made when first needed.
 *
 * @param readingAttempts how often a look is tried: less often if others wait for it
 */
export const createEc2Clients = (credentialsOf: CredentialsOf, readingAttempts = 3): Ec2Clients => {
  const reading = new Map<string, EC2Client>()
  const sessions = new WeakMap<AwsCredentialIdentity, EC2Client>()
  /** The clients of a region share their connections. */
  const handlers = new Map<string, EC2Client['config']['requestHandler']>()

  const connect = (region: string, settings: EC2ClientConfig): EC2Client => {
    const client = new EC2Client({ region, requestHandler: handlers.get(region) ?? TIMEOUTS, ...settings })
    handlers.set(region, client.config.requestHandler)
    return client
  }

  return {
    async forReading(account, region) {
      const key = `${account}/${region}`
      const kept = reading.get(key)
      if (kept) return kept
      const credentials = credentialsOf(account)
      const client = connect(region, { maxAttempts: readingAttempts, ...(credentials && { credentials }) })
      const [oldest] = reading.keys()
      if (reading.size >= CLIENTS_KEPT && oldest !== undefined) reading.delete(oldest)
      reading.set(key, client)
      return client
    },
    forSession(region, credentials) {
      const client = sessions.get(credentials) ?? connect(region, { credentials, maxAttempts: 1 })
      sessions.set(credentials, client)
      return client
    },
  }
}
