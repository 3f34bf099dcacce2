import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs'
import { type Check, type Finding, ok, problem } from '../check.ts'
import type { Context } from '../context.ts'

const countIn = async ({ aws }: Context, QueueName: string): Promise<number> => {
  const { QueueUrl } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName }))
  const { Attributes } = await aws.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  )
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0)
}

/** Nothing waits in a dead-letter queue. */
export const deadLetters: Check = {
  name: 'dead letters',
  takes: 'sqs:GetQueueUrl and sqs:GetQueueAttributes',
  async run(context) {
    if (!(await context.stack())) return []
    const { region, stage } = context.target
    const findings: Finding[] = []
    for (const [name, end] of [
      ['events', ''],
      ['requests', '.fifo'],
    ] as const) {
      const count = await countIn(context, `amiops-${stage}-${name}-dead-letters${end}`)
      findings.push(
        count === 0
          ? ok(`${name}: none`)
          : problem(
              `${name}: ${count} ${count === 1 ? 'waits' : 'wait'}.`,
              `The line in the fallback channel says why. Fix it, then: npm run redrive -- ${name} --region ${region} --stage ${stage}`,
            ),
      )
    }
    return findings
  },
}
