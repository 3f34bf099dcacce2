import type { Covered } from '../../coverage.ts'

export const SNS: Covered = {
  Publish: {
    state: 'partial',
    provedBy: 'an e-mail comes into the inbox as it was published',
    gap: 'TopicArn, Subject and Message alone, and other parameters are refused; no topic policies; nothing is sent to anybody',
  },
  GetTopicAttributes: {
    state: 'partial',
    provedBy: 'a topic has the number of confirmed subscriptions',
    gap: 'the counts of subscriptions alone',
  },
  Subscribe: { state: 'missing', gap: 'each topic has one subscriber, whose inbox the page shows' },
}
