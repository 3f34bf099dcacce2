import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation'
import { type AwsClients, isNamed } from './aws-clients.ts'
import type { Target } from './target.ts'

/** Whether the stack of a stage holds a resource. @throws what CloudFormation answers where it refuses to say */
export const isInStack = async (
  { cloudFormation }: Pick<AwsClients, 'cloudFormation'>,
  { stage }: Target,
  LogicalResourceId: string,
): Promise<boolean> => {
  try {
    const StackName = `amiops-${stage}`
    await cloudFormation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }))
    return true
  } catch (error) {
    // Neither the stack nor the resource is there.
    if (isNamed(error, /^ValidationError$/)) return false
    throw error
  }
}
