import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs'

/** In the account of the credentials, or in the one that its ARN names. */
export type DeadLetterQueue = { name: string; region: string; account?: string }

const QUEUE_ARN = /^arn:aws[\w-]*:sqs:([a-z\d-]+):(\d{12}):([\w-]{1,80}(?:\.fifo)?)$/

/** @returns undefined for anything that is not the ARN of a queue */
export const parseQueueArn = (arn: string): Required<DeadLetterQueue> | undefined => {
  const [, region, account, name] = QUEUE_ARN.exec(arn) ?? []
  return region && account && name ? { region, account, name } : undefined
}

/** The queue of these dead letters. SQS knows it only of messages that it moved itself, not of those that amiops or
 * EventBridge sent there. */
const sourceOf = (arn: string): string => arn.replace(/-dead-letters(?=(\.fifo)?$)/, '')

/** What to do about an error of SQS. */
const adviceOn = (error: unknown, { region, account }: DeadLetterQueue): string => {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  if (/NonExistentQueue|QueueDoesNotExist/.test(name) && account !== undefined)
    return `There is no such queue in ${region} of account ${account}. Is the ARN right, and do your AWS credentials belong to that account (AWS_PROFILE)?`
  if (/NonExistentQueue|QueueDoesNotExist/.test(name))
    return `There is no such queue in ${region}. Is the region right (--region), the account (--aws-profile), the stage (--stage)?`
  if (/Credentials/.test(name)) return 'No AWS credentials were found: set AWS_PROFILE, or sign in.'
  if (/AccessDenied/.test(name))
    return 'It takes sqs:StartMessageMoveTask, ReceiveMessage, DeleteMessage and GetQueueAttributes there, and sqs:SendMessage on its source queue.'
  if (/UnsupportedOperation/.test(name))
    return `SQS does not move them: ${message}. A task that is already running must end first.`
  return `${name}: ${message}`
}

/**
 * Starts a move of each queue's dead letters to where they came from, or only counts them.
 *
 * @returns the exit code: 1 where one could not be moved
 */
export const redrive = async (queues: readonly DeadLetterQueue[], dryRun: boolean): Promise<0 | 1> => {
  let failed = false
  for (const queue of queues) {
    const { name, region, account } = queue
    const client = new SQSClient({ region, maxAttempts: 3 })
    try {
      const { QueueUrl } = await client.send(
        new GetQueueUrlCommand({ QueueName: name, ...(account && { QueueOwnerAWSAccountId: account }) }),
      )
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: [
            'QueueArn',
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
          ],
        }),
      )
      const count =
        Number(Attributes.ApproximateNumberOfMessages ?? 0) +
        Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0)
      if (count === 0) console.log(`${name}: empty.`)
      else if (dryRun) console.log(`${name}: ${count} would be redriven.`)
      else {
        const SourceArn = Attributes.QueueArn ?? ''
        const DestinationArn = sourceOf(SourceArn)
        await client.send(
          new StartMessageMoveTaskCommand({
            SourceArn,
            ...(DestinationArn !== SourceArn && { DestinationArn }),
          }),
        )
        console.log(`${name}: ${count} are being redriven to their source queue.`)
      }
    } catch (error) {
      failed = true
      console.error(`${name}: ${adviceOn(error, queue)}`)
    }
  }
  return failed ? 1 : 0
}
