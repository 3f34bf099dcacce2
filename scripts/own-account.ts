import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { type AwsClients, wordsOf } from './aws-clients.ts'

/** AWS does not take the credentials; the message says what to do. */
export class InvalidCredentials extends Error {
  override name = 'InvalidCredentials'
}

/** The account that the credentials belong to. @throws {InvalidCredentials} */
export const readOwnAccount = async ({ sts }: Pick<AwsClients, 'sts'>): Promise<string> => {
  try {
    const { Account = '' } = await sts.send(new GetCallerIdentityCommand({}))
    return Account
  } catch (error) {
    throw new InvalidCredentials(
      `AWS does not take your credentials (${wordsOf(error)}). Sign in (aws sso login), or name a profile: AWS_PROFILE=… or --aws-profile ….`,
    )
  }
}
