import type { AwsCredentialIdentity } from '@smithy/types'

/** Another account's role, assumed with the function's own rights. The SDK keeps the credentials and renews them in time;
 * STS is loaded only where the config names a role. */
export const createRoleCredentials = (roleArn: string) => async (): Promise<AwsCredentialIdentity> => {
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts')
  const client = new STSClient({ maxAttempts: 3 })
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
