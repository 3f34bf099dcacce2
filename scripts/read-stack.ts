import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { type AwsClients, isNamed } from './aws-clients.ts'
import type { Target } from './target.ts'

export interface Stack {
  status: string
  outputs: Readonly<Record<string, string>>
}

/** The stack of a stage; undefined where nothing is deployed. @throws what CloudFormation answers where it refuses to say */
export const readStack = async (
  { cloudFormation }: Pick<AwsClients, 'cloudFormation'>,
  { stage }: Target,
): Promise<Stack | undefined> => {
  try {
    const { Stacks = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: `amiops-${stage}` }),
    )
    const [stack] = Stacks
    const outputs = (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
      OutputKey,
      OutputValue,
    ])
    return stack && { status: stack.StackStatus ?? '', outputs: Object.fromEntries(outputs) }
  } catch (error) {
    if (isNamed(error, /^ValidationError$/)) return undefined
    throw error
  }
}

/** Where an installation from the template keeps its config, `s3://bucket/key`; undefined for one of `npm run deploy`. */
export const configObjectOf = (stack: Stack | undefined): string | undefined => stack?.outputs.ConfigObject
