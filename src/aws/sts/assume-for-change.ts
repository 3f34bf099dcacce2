import type { AwsCredentialIdentity } from '@smithy/types'
import { type ChangeSession, sessionNameOf, sessionTagsOf } from '../../domain/change-session.ts'

/** The least that STS gives: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const SESSION_SEC = 900

/** A person waits for the change that follows. */
const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 4_000, throwOnRequestTimeout: true }

export type AssumeForChange = (
  roleArn: string,
  session: ChangeSession,
  policy: string,
) => Promise<AwsCredentialIdentity>

/**
 * Assumes a role for one request, with the function's own credentials: CloudTrail records who asked as the source identity of all
 * calls of the session. STS's client is loaded with the first request.
 */
export const createAssumeForChange = (): AssumeForChange => {
  const connect = async () => {
    const library = await import('@aws-sdk/client-sts')
    return { library, client: new library.STSClient({ maxAttempts: 2, requestHandler: TIMEOUTS }) }
  }
  let connecting: ReturnType<typeof connect> | undefined

  return async (RoleArn, session, Policy) => {
    connecting ??= connect().catch(error => {
      connecting = undefined
      throw error
    })
    const { library, client } = await connecting
    const Tags = Object.entries(sessionTagsOf(session)).map(([Key, Value]) => ({ Key, Value }))
    const { Credentials } = await client.send(
      new library.AssumeRoleCommand({
        RoleArn,
        RoleSessionName: sessionNameOf(session.requestKey),
        DurationSeconds: SESSION_SEC,
        SourceIdentity: session.by,
        Tags,
        Policy,
      }),
    )
    if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey || !Credentials.SessionToken)
      throw new Error(`The role ${RoleArn} gave no credentials.`)
    const {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
    } = Credentials
    return { accessKeyId, secretAccessKey, sessionToken }
  }
}
