import type { Emails } from '../../ports.ts'
import { defaultEndpoint } from '../http/json-call.ts'
import { requestSigned, type Signing } from '../http/signed-request.ts'

const TIMEOUT_MS = 3_000

/** SNS's code of a refusal, if its answer is JSON. */
const codeOf = (status: number, body: unknown): string => {
  const { Error: error } = body as { Error?: { Code?: unknown } }
  return typeof error?.Code === 'string' ? error.Code : `HTTP ${status}`
}

/**
 * Publishes to one topic, whose subscribers get it by e-mail. Tried once: SNS has no key that would make a second try the same
 * message. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const createEmails = (signing: Signing, topicArn: string, endpoint: string | undefined): Emails => ({
  async send({ subject, body }) {
    const { status, body: answer } = await requestSigned(signing, {
      service: 'sns',
      method: 'POST',
      url: endpoint ?? defaultEndpoint('sns', signing.region),
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        accept: 'application/json',
      },
      body: new URLSearchParams({
        Action: 'Publish',
        Version: '2010-03-31',
        TopicArn: topicArn,
        Subject: subject,
        Message: body,
      }).toString(),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      tries: 1,
    })
    if (status >= 200 && status < 300) return { kind: 'sent' }
    // A gateway that gives up may have passed it on.
    if (status === 502 || status === 504) throw new Error(`SNS gave no answer: HTTP ${status}`)
    return { kind: 'refused', code: codeOf(status, answer) }
  },
})
