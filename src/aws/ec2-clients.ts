import { EC2Client } from '@aws-sdk/client-ec2'
import type { AwsCredentialIdentity } from '@smithy/types'
import type { Account } from '../domain/config.ts'
import { createRoleCredentials } from './role-credentials.ts'

export interface Ec2Clients {
  forReading(account: string, region: string): Promise<EC2Client>
  forChanging(account: string, region: string): Promise<EC2Client>
}

const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true }

/** One client for each account, region and use, made when first needed. */
export const createEc2Clients = (accounts: readonly Account[]): Ec2Clients => {
  const clients = new Map<string, EC2Client>()
  const credentials = new Map<string, () => Promise<AwsCredentialIdentity>>()

  const credentialsOf = (account: string): (() => Promise<AwsCredentialIdentity>) | undefined => {
    const role = accounts.find(a => a.id === account)?.role
    if (!role) return undefined
    const kept = credentials.get(role) ?? createRoleCredentials(role)
    credentials.set(role, kept)
    return kept
  }

  const clientFor = (account: string, region: string, maxAttempts: number): EC2Client => {
    const key = `${account}/${region}/${maxAttempts}`
    const provider = credentialsOf(account)
    const client =
      clients.get(key) ??
      new EC2Client({
        region,
        maxAttempts,
        requestHandler: TIMEOUTS,
        ...(provider && { credentials: provider }),
      })
    clients.set(key, client)
    return client
  }

  return {
    forReading: async (account, region) => clientFor(account, region, 3),
    forChanging: async (account, region) => clientFor(account, region, 1),
  }
}
