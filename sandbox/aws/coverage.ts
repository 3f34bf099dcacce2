import { LAMBDA } from '../lambda/coverage.ts'
import { AUTO_SCALING } from './autoscaling/coverage.ts'
import { DYNAMODB } from './dynamodb/coverage.ts'
import { EC2, EC2_AT_LARGE } from './ec2/coverage.ts'
import { EVENTBRIDGE } from './eventbridge/coverage.ts'
import { INSPECTOR } from './inspector/coverage.ts'
import { CLOUDFORMATION, CLOUDTRAIL, EVENTBRIDGE_API, LAMBDA_API } from './installation/coverage.ts'
import { KMS } from './kms/coverage.ts'
import { ORGANIZATIONS } from './organizations/coverage.ts'
import { RECYCLE_BIN } from './rbin/coverage.ts'
import { S3 } from './s3/coverage.ts'
import { SNS } from './sns/coverage.ts'
import { SQS } from './sqs/coverage.ts'
import { SSM, SSM_AT_LARGE } from './ssm/coverage.ts'
import { STS } from './sts/coverage.ts'

/** What the fakes of AWS support; `npm run docs` writes docs/sandbox-coverage.md from it. Each list is beside its fake. */
export const AWS_COVERAGE = {
  EC2,
  'EC2, at large': EC2_AT_LARGE,
  'Auto Scaling': AUTO_SCALING,
  'Recycle Bin': RECYCLE_BIN,
  'Parameter Store': SSM,
  'Parameter Store, at large': SSM_AT_LARGE,
  'Amazon Inspector': INSPECTOR,
  KMS,
  Organizations: ORGANIZATIONS,
  S3,
  SQS,
  SNS,
  STS,
  DynamoDB: DYNAMODB,
  EventBridge: EVENTBRIDGE,
  Lambda: LAMBDA,
  'Lambda, API': LAMBDA_API,
  'EventBridge, API': EVENTBRIDGE_API,
  CloudFormation: CLOUDFORMATION,
  CloudTrail: CLOUDTRAIL,
} as const
