import type { AwsCredentialIdentity } from '@smithy/types'

/** EC2 is called after it, and there are other accounts to look at. */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 4_000, throwOnRequestTimeout: true }

/** Assumes the roles of other accounts with the function's own rights, all by one client of STS, which is loaded with the first
 * role. */
export const createRoleCredentials = (): ((roleArn: string) => Promise<AwsCredentialIdentity>) => {
  const connect = async () => {
    const library = await import('@aws-sdk/client-sts')
    return { library, client: new library.STSClient({ maxAttempts: 2, requestHandler: TIMEOUTS }) }
  }
  let connecting: ReturnType<typeof connect> | undefined

  return async RoleArn => {
    connecting ??= connect().catch(error => {
      connecting = undefined
      throw error
    })
    const { library, client } = await connecting
    const { Credentials } = await client.send(
      new library.AssumeRoleCommand({ RoleArn, RoleSessionName: 'amiops' }),
    )
    if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey)
      throw new Error(`The role ${RoleArn} gave no credentials.`)
    return {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      ...(Credentials.SessionToken && { sessionToken: Credentials.SessionToken }),
      ...(Credentials.Expiration && { expiration: Credentials.Expiration }),
    }
  }
}
