import { randomUUID } from 'node:crypto'
import type { Caller } from '../caller.ts'
import type { Emailed, Topic } from './inbox.ts'

export class SnsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message)
    this.name = 'SnsError'
  }
}

const PUBLISH_TAKES = new Set(['Action', 'Version', 'TopicArn', 'Subject', 'Message'])
const MESSAGE_BYTES = 262_144
/** Fewer than 100 characters, no line break, no control character. */
const SUBJECT = /^[^\p{Cc}\u2028\u2029]{1,99}$/u
const ARN = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):(\d{12}):([\w-]{1,256})$/

const invalid = (what: string): SnsError => new SnsError('InvalidParameter', `Invalid parameter: ${what}`)

/** The caller's own topic, or why it cannot be had. */
const topicOf = (arn: string, caller: Caller, topics: ReadonlyMap<string, Topic>): Topic => {
  const [, region, account] = ARN.exec(arn) ?? []
  if (region !== caller.region) throw invalid('TopicArn')
  if (account !== caller.account)
    throw new SnsError('AuthorizationError', `Not authorized to perform this on ${arn}.`, 403)
  const topic = topics.get(arn)
  if (!topic) throw new SnsError('NotFound', 'Topic does not exist', 404)
  return topic
}

type Result = Readonly<Record<string, unknown>>
type SnsAction = (
  form: URLSearchParams,
  caller: Caller,
  topics: ReadonlyMap<string, Topic>,
  deliver: (email: Omit<Emailed, 'atMs'>) => void,
) => Result

/** The calls that this SNS knows, by their own names. */
export const SNS_ACTIONS: Readonly<Record<string, SnsAction>> = {
  Publish(form, caller, topics, deliver) {
    const other = [...form.keys()].find(key => !PUBLISH_TAKES.has(key))
    if (other !== undefined) throw invalid(`${other}: this SNS takes TopicArn, Subject and Message alone`)
    const topic = topicOf(form.get('TopicArn') ?? '', caller, topics)
    const subject = form.get('Subject') ?? undefined
    const body = form.get('Message') ?? ''
    if (body === '') throw invalid('Empty message')
    if (Buffer.byteLength(body) > MESSAGE_BYTES) throw invalid('Message too long')
    if (subject !== undefined && !SUBJECT.test(subject)) throw invalid('Subject')
    const MessageId = randomUUID()
    deliver({
      id: MessageId,
      topic: topic.name,
      subject: subject ?? 'AWS Notification Message',
      body,
      subscribers: topic.confirmed,
    })
    return { MessageId }
  },
  GetTopicAttributes(form, caller, topics) {
    const arn = form.get('TopicArn') ?? ''
    const { confirmed, pending } = topicOf(arn, caller, topics)
    return {
      Attributes: {
        TopicArn: arn,
        SubscriptionsConfirmed: String(confirmed),
        SubscriptionsPending: String(pending),
      },
    }
  },
}
