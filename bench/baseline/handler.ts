import {
  DeregisterImageCommand,
  DisableImageCommand,
  EC2Client,
  EC2ServiceException,
  EnableImageCommand,
} from '@aws-sdk/client-ec2'
import { App, AwsLambdaReceiver, type BlockButtonAction } from '@slack/bolt'

/**
 * What amiops is measured against: buttons that change an image, as Slack's own page on Bolt and Lambda and AWS's page on
 * the client have one write it, in one file.
 *
 * https://docs.slack.dev/tools/bolt-js/deployments/aws-lambda
 */

const receiver = new AwsLambdaReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET ?? '' })

const app = new App({
  token: process.env.SLACK_BOT_TOKEN ?? '',
  receiver,
  // Added for the bench alone, so that nothing leaves this machine.
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? 'https://slack.com/api/' },
})

const ec2 = new EC2Client({})

const COMMANDS = {
  enable: EnableImageCommand,
  disable: DisableImageCommand,
  deregister: DeregisterImageCommand,
}

app.action<BlockButtonAction>(/^(enable|disable|deregister)$/, async ({ ack, action, respond }) => {
  await ack()
  const ImageId = (action.value ?? '').split('/').at(-1) ?? ''
  const Command = COMMANDS[action.action_id as keyof typeof COMMANDS]
  const answer = (text: string) => respond({ response_type: 'ephemeral', replace_original: false, text })
  try {
    await ec2.send(new Command({ ImageId }))
    await answer(`${ImageId}: ${action.action_id} was accepted.`)
  } catch (error) {
    if (!(error instanceof EC2ServiceException)) throw error
    await answer(`${ImageId}: ${error.message}`)
  }
})

app.command('/ami', async ({ ack, command }) => {
  await ack(`Nothing is known about ${command.text}.`)
})

type Handler = Awaited<ReturnType<AwsLambdaReceiver['start']>>

export const handler = async (event: Parameters<Handler>[0], context: unknown) => {
  const handle = await receiver.start()
  return handle(event, context)
}
