import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { SSMClient } from '@aws-sdk/client-ssm'
import { STSClient } from '@aws-sdk/client-sts'

/** Outside of AWS, as in the sandbox, a bucket has no host name of its own. */
const isElsewhere = (): boolean => Boolean(process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL)

/** The clients of the commands, all for the region of the installation. Credentials are those of the process. */
export const createAwsClients = (region: string) => {
  const settings = { region, maxAttempts: 2 }
  return {
    cloudFormation: new CloudFormationClient(settings),
    cloudTrailIn: (other: string) => new CloudTrailClient({ ...settings, region: other }),
    dynamoDb: new DynamoDBClient(settings),
    eventBridge: new EventBridgeClient(settings),
    lambda: new LambdaClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: isElsewhere() }),
    sqs: new SQSClient(settings),
    ssm: new SSMClient(settings),
    ssmIn: (other: string) => new SSMClient({ ...settings, region: other }),
    sts: new STSClient(settings),
  }
}

export type AwsClients = ReturnType<typeof createAwsClients>

/** An error of AWS's in one line. */
export const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return `${error.name}: ${error.message}`.split('\n')[0]?.slice(0, 300) ?? error.name
}

export const isNamed = (error: unknown, name: RegExp): boolean =>
  error instanceof Error && name.test(error.name)
