import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** The table of a function's environment, as the function would open it. */
export const documentClient = (
  env: Readonly<Record<string, string>>,
): { client: DynamoDBDocumentClient; name: string } => ({
  name: String(env.AMIOPS_TABLE),
  client: DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: String(env.AWS_ENDPOINT_URL_DYNAMODB),
      region: String(env.AWS_REGION),
      credentials: {
        accessKeyId: String(env.AWS_ACCESS_KEY_ID),
        secretAccessKey: String(env.AWS_SECRET_ACCESS_KEY),
      },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  ),
})
