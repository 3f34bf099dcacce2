import { wordsOf } from '../../aws-clients.ts'
import { readSubscriptions } from '../../topic-subscriptions.ts'
import { type Check, note, ok, problem } from '../check.ts'
import { howToDeploy } from '../how-to-deploy.ts'

/** Whether somebody gets by e-mail what Slack does not accept. */
export const fallbackTopic: Check = {
  name: 'e-mail',
  takes: 'sns:GetTopicAttributes',
  async run({ aws, target, config, stack }) {
    const deployed = await stack()
    if (!deployed) return []
    const { region } = target
    const topic = deployed.outputs.FallbackTopicArn
    const setting = { param: 'fallbackTopic=true', parameter: 'FallbackEmail=true' }
    const turnOn = howToDeploy(deployed, target, setting)
    if (!topic)
      return config?.rules.some(rule => rule.sns)
        ? [problem('A rule of the config says `sns: true`, and nothing is sent by e-mail.', turnOn)]
        : [note('While Slack is down, nothing is sent by e-mail.', turnOn)]
    const subscribe = `aws sns subscribe --region ${region} --topic-arn ${topic} --protocol email --notification-endpoint you@example.com`
    try {
      const { confirmed, pending } = await readSubscriptions(aws, region, topic)
      if (confirmed > 0)
        return [ok(`While Slack is down, failures are sent by e-mail (${confirmed} subscribed).`)]
      return [
        pending > 0
          ? problem(
              `Nobody has confirmed a subscription to ${topic}: what Slack does not accept is sent to nobody.`,
              'Open the link in the e-mail “AWS Notification - Subscription Confirmation”.',
            )
          : problem(
              `Nobody has subscribed to ${topic}: what Slack does not accept is sent to nobody.`,
              subscribe,
            ),
      ]
    } catch (error) {
      return [note(`Who has subscribed to ${topic} could not be read (${wordsOf(error)}).`)]
    }
  },
}
