import { EC2Client } from '@aws-sdk/client-ec2'
import type { AwsCredentialIdentity } from '@smithy/types'
import type { CredentialsOf } from './account-credentials.ts'

export interface Ec2Clients {
  forReading(account: string, region: string): Promise<EC2Client>
  /** For the changes of one request, which are never tried twice. */
  forSession(region: string, credentials: AwsCredentialIdentity): EC2Client
}

export const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/** One client for each account and region, and for each session, made when first needed. */
export const createEc2Clients = (credentialsOf: CredentialsOf): Ec2Clients => {
  const reading = new Map<string, EC2Client>()
  const sessions = new WeakMap<AwsCredentialIdentity, EC2Client>()
  /** Sessions share the connections of their region. */
  const handlers = new Map<string, EC2Client['config']['requestHandler']>()

  return {
    async forReading(account, region) {
      const key = `${account}/${region}`
      const credentials = credentialsOf(account)
      const client =
        reading.get(key) ??
        new EC2Client({
          region,
          maxAttempts: 3,
          requestHandler: TIMEOUTS,
          ...(credentials && { credentials }),
        })
      reading.set(key, client)
      return client
    },
    forSession(region, credentials) {
      const client =
        sessions.get(credentials) ??
        new EC2Client({
          region,
          credentials,
          maxAttempts: 1,
          requestHandler: handlers.get(region) ?? TIMEOUTS,
        })
      handlers.set(region, client.config.requestHandler)
      sessions.set(credentials, client)
      return client
    },
  }
}
