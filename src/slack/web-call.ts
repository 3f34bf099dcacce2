import { sendOnce } from '../http.ts'

/** Slack refused the call: the method's own code. */
export class SlackRefusal extends Error {
  override name = 'SlackRefusal'
  constructor(readonly code: string) {
    super(`Slack refused: ${code}`)
  }
}

const SLACK = 'https://slack.com/api/'

/**
 * Calls one method of Slack's Web API, once, without Slack's client and `fetch`: the public function has three seconds from a
 * cold start. Everything else goes through `@slack/web-api`.
 *
 * @throws {SlackRefusal} when Slack refuses; an Error when no answer comes in time
 */
export const callSlack = async (
  { token, slackApiUrl = SLACK }: { token: string; slackApiUrl?: string | undefined },
  method: string,
  input: object,
  timeoutMs: number,
): Promise<Readonly<Record<string, unknown>>> => {
  const { status, body } = await sendOnce({
    method: 'POST',
    url: `${slackApiUrl}${method}`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const answer = body as Record<string, unknown>
  if (answer.ok === true) return answer
  throw new SlackRefusal(typeof answer.error === 'string' ? answer.error : `HTTP ${status}`)
}
