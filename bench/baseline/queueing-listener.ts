import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { App, AwsLambdaReceiver } from '@slack/bolt'

/** The same with a listener that puts the click on a queue first, as AWS's page on the client has one write it. */
const receiver = new AwsLambdaReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET ?? '' })
const app = new App({ receiver, authorize: async () => ({}) })
const sqs = new SQSClient({})

app.action(/./, async ({ ack, body, action }) => {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: process.env.AMIOPS_REQUESTS_QUEUE_URL,
      MessageBody: JSON.stringify({ person: body.user.id, action }),
      MessageGroupId: 'value' in action ? String(action.value) : body.user.id,
      MessageDeduplicationId: 'action_ts' in action ? action.action_ts : '',
    }),
  )
  await ack()
})

type Handler = Awaited<ReturnType<AwsLambdaReceiver['start']>>

export const handler = async (event: Parameters<Handler>[0], context: unknown) => {
  const handle = await receiver.start()
  return handle(event, context)
}
