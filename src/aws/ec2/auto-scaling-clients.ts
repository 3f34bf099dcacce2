import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling'
import type { CredentialsOf } from './account-credentials.ts'
import { TIMEOUTS } from './ec2-clients.ts'

export type AutoScaling = typeof import('@aws-sdk/client-auto-scaling')

/** Auto Scaling's client for an account and region, with the library that it comes from. Loaded when first needed. */
export const createAutoScalingClients = (credentialsOf: CredentialsOf) => {
  const clients = new Map<string, AutoScalingClient>()
  return async (
    account: string,
    region: string,
  ): Promise<{ library: AutoScaling; client: AutoScalingClient }> => {
    const library = await import('@aws-sdk/client-auto-scaling')
    const key = `${account}/${region}`
    const credentials = credentialsOf(account)
    const client =
      clients.get(key) ??
      new library.AutoScalingClient({
        region,
        maxAttempts: 3,
        requestHandler: TIMEOUTS,
        ...(credentials && { credentials }),
      })
    clients.set(key, client)
    return { library, client }
  }
}
