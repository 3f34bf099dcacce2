import { App, AwsLambdaReceiver } from '@slack/bolt'

/** Bolt's own receiver with a listener that does nothing: what answering a click takes at the least. */
const receiver = new AwsLambdaReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET ?? '' })
const app = new App({ receiver, authorize: async () => ({}) })

app.action(/./, async ({ ack }) => ack())

type Handler = Awaited<ReturnType<AwsLambdaReceiver['start']>>

export const handler = async (event: Parameters<Handler>[0], context: unknown) => {
  const handle = await receiver.start()
  return handle(event, context)
}
