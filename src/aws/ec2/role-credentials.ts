import type { AwsCredentialIdentity } from '@smithy/types'

/** EC2 is called after it, and there are other accounts to look at. */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 4_000, throwOnRequestTimeout: true }

/** Another account's role, assumed with the function's own rights. The SDK keeps the credentials and renews them in time;
 * STS is loaded only where the config names a role. */
export const createRoleCredentials = (roleArn: string) => async (): Promise<AwsCredentialIdentity> => {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts')
  const client = new STSClient({ maxAttempts: 2, requestHandler: TIMEOUTS })
  const { Credentials } = await client.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'amiops' }),
  )
  if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey)
    throw new Error(`The role ${roleArn} gave no credentials.`)
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    ...(Credentials.SessionToken && { sessionToken: Credentials.SessionToken }),
    ...(Credentials.Expiration && { expiration: Credentials.Expiration }),
  }
}
