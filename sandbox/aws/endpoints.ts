import type { Hono } from 'hono'
import type { Clock } from '../kernel/clock.ts'
import type { Faults } from '../kernel/faults.ts'
import type { NodeEnv } from '../kernel/http.ts'
import type { Timeline } from '../kernel/timeline.ts'
import { createAutoScaling } from './autoscaling/autoscaling.ts'
import type { DynamoDb } from './dynamodb/dynamodb.ts'
import type { Ec2 } from './ec2/ec2.ts'
import { createAuthorise } from './iam/authorise.ts'
import type { Iam } from './iam/roles.ts'
import { createInspector } from './inspector/inspector.ts'
import { createInstallationApis } from './installation/apis.ts'
import type { Installation } from './installation/installation.ts'
import { createKms } from './kms/kms.ts'
import { createOrganizations } from './organizations/organizations.ts'
import { createRecycleBin } from './rbin/rbin.ts'
import { createS3, type S3Options } from './s3/s3.ts'
import type { Sns } from './sns/sns.ts'
import type { Sqs } from './sqs/sqs.ts'
import type { Ssm } from './ssm/ssm.ts'
import { createSts } from './sts/sts.ts'

export interface EndpointOptions extends Pick<S3Options, 'objects'> {
  clock: Clock
  faults: Faults
  timeline: Timeline
  ec2: Ec2
  ssm: Ssm
  sqs: Sqs
  sns: Sns
  dynamoDb: DynamoDb
  installation: Installation
  iam: Iam
}

/** Where real clients reach each service of AWS's, by its path. */
export const createEndpoints = ({
  clock,
  faults,
  timeline,
  ec2,
  ssm,
  sqs,
  sns,
  dynamoDb,
  installation,
  iam,
  objects,
}: EndpointOptions): Readonly<Record<string, Hono<NodeEnv>>> => {
  const kernel = { clock, faults, timeline }
  const { fleet } = ec2
  const authorise = createAuthorise(iam)
  return {
    '/ec2': ec2.app,
    '/autoscaling': createAutoScaling({ ...kernel, fleet, authorise }),
    '/rbin': createRecycleBin({ ...kernel, fleet, authorise }),
    '/inspector2': createInspector({ ...kernel, ec2, authorise }),
    '/s3': createS3({ ...kernel, ...(objects && { objects }) }),
    '/kms': createKms({ ...kernel, fleet, authorise }),
    '/organizations': createOrganizations({ ...kernel, fleet }),
    '/ssm': ssm.app,
    '/sns': sns.app,
    '/sqs': sqs.app,
    '/dynamodb': dynamoDb.app,
    '/sts': createSts({ ...kernel, iam }),
    ...createInstallationApis({ ...kernel, installation }),
  }
}
