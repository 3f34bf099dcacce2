import type { AliasPlace } from '../../domain/alias.ts'
import type { Ask, PlanWork } from '../../domain/ask.ts'
import { imageKey } from '../../domain/image.ts'
import { createJsonCall, defaultEndpoint, type Signing } from '../http/json-call.ts'

/** All changes of one alias, one after the other. A group's name has at most 128 characters, and no spaces. */
const aliasGroup = ({ family, alias }: Pick<AliasPlace, 'family' | 'alias'>): string =>
  `alias/${encodeURIComponent(family).slice(0, 80)}/${alias}`

/** One image at a time, one proposal or plan at a time, one person's commands in their order, one drawing of their
 * Home at a time. */
export const groupOf = (ask: Ask | PlanWork): string => {
  switch (ask.kind) {
    case 'command':
    case 'list':
    case 'select':
    case 'plan':
    case 'list-plan':
    case 'message':
      return `command/${ask.person.userId}`
    case 'submit':
    case 'decide':
      return `proposal/${ask.proposalId}`
    case 'submit-plan':
    case 'decide-plan':
      return `plan/${ask.planId}`
    // Not behind an answer that Slack has no room for.
    case 'stop-plan':
      return `stop-plan/${ask.planId}`
    case 'decline-suggestion':
      return `suggestion/${ask.suggestionId}`
    case 'report':
      return 'report'
    // One after the other: what one of them suggests, the other leaves alone.
    case 'clean-up':
    case 'withdraw':
      return 'clean-up'
    case 'run-plan':
      return `run-plan/${ask.planId}`
    case 'run-plan-image':
      return ask.assignment ? aliasGroup(ask.assignment) : imageKey(ask.image)
    case 'joined':
      return `channel/${ask.place.channelId}`
    case 'home':
      return `home/${ask.person.userId}`
    default:
      return imageKey(ask.image)
  }
}

/**
 * Puts what a person asked on the FIFO queue; the same ask within five minutes is dropped by the queue itself.
 *
 * @param endpoint where SQS is asked instead of AWS's own address
 */
export const createRequestQueue = (signing: Signing, queueUrl: string, endpoint: string | undefined) => {
  const call = createJsonCall(signing, {
    service: 'sqs',
    target: 'AmazonSQS',
    version: '1.0',
    endpoint: endpoint ?? defaultEndpoint('sqs', signing.region),
  })
  return async (ask: Ask): Promise<void> => {
    await call('SendMessage', {
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(ask),
      MessageGroupId: groupOf(ask),
      MessageDeduplicationId: ask.key,
    })
  }
}
