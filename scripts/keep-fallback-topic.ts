import { type AwsClients, wordsOf } from './aws-clients.ts'
import { isInStack } from './stack-resource.ts'
import type { Target } from './target.ts'

export type FallbackTopic = { kind: 'on' | 'off' } | { kind: 'unknown'; why: string }

/** Whether an earlier deployment turned the fallback topic on: without it, its subscriptions would be deleted. */
export const findFallbackTopic = async (
  clients: Pick<AwsClients, 'cloudFormation'>,
  target: Target,
): Promise<FallbackTopic> => {
  try {
    return { kind: (await isInStack(clients, target, 'FallbackTopic')) ? 'on' : 'off' }
  } catch (error) {
    return {
      kind: 'unknown',
      why: `Whether the stack has its FallbackTopic could not be found out (${wordsOf(error)}), and a deployment without it would delete its subscriptions. It takes cloudformation:DescribeStackResource; or say it: --param fallbackTopic=true, or false.`,
    }
  }
}
