import { EC2Client } from '@aws-sdk/client-ec2'
import type { CredentialsOf } from './account-credentials.ts'

export interface Ec2Clients {
  forReading(account: string, region: string): Promise<EC2Client>
  forChanging(account: string, region: string): Promise<EC2Client>
}

export const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/** One client for each account, region and use, made when first needed. */
export const createEc2Clients = (credentialsOf: CredentialsOf): Ec2Clients => {
  const clients = new Map<string, EC2Client>()

  const clientFor = (account: string, region: string, maxAttempts: number): EC2Client => {
    const key = `${account}/${region}/${maxAttempts}`
    const credentials = credentialsOf(account)
    const client =
      clients.get(key) ??
      new EC2Client({ region, maxAttempts, requestHandler: TIMEOUTS, ...(credentials && { credentials }) })
    clients.set(key, client)
    return client
  }

  return {
    forReading: async (account, region) => clientFor(account, region, 3),
    forChanging: async (account, region) => clientFor(account, region, 1),
  }
}
