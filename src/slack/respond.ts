import type { Delivery } from '../ports.ts'

const TIMEOUT_MS = 5_000
const TROUBLE_SEC = 5

const SLACK_HOST = /(?:^|\.)(slack\.com|slack-gov\.com)$/
/** GovSlack has a domain of its own, and nothing of the other: https://docs.slack.dev/govslack/ */
const domainOf = (hostname: string): string | undefined => SLACK_HOST.exec(hostname)?.[1]

/**
 * Whether an address belongs to Slack: a message in a queue could hold any address. Slack answers on `hooks.slack.com`, never on the host
 * of its Web API. A Web API elsewhere (the sandbox) answers on its own origin.
 */
export const isSlackAddress = (address: string, slackApiUrl: string | undefined): boolean => {
  const { protocol, hostname, origin } = new URL(address)
  const api = new URL(slackApiUrl ?? 'https://slack.com/api/')
  const domain = domainOf(api.hostname)
  return domain === undefined ? origin === api.origin : protocol === 'https:' && domainOf(hostname) === domain
}

/**
 * Answers at the address that Slack gave with a click or a command: five uses within thirty minutes.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export const respond = async (
  slackApiUrl: string | undefined,
  responseUrl: string,
  { text, blocks }: { text: string; blocks: readonly object[] },
  replaceOriginal: boolean,
): Promise<Delivery> => {
  if (!URL.canParse(responseUrl) || !isSlackAddress(responseUrl, slackApiUrl))
    return { kind: 'unusable', code: 'response_url is not Slack’s' }
  try {
    const answer = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({
        response_type: 'ephemeral',
        replace_original: replaceOriginal,
        text,
        blocks,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (answer.ok) return { kind: 'delivered', channelId: '', ts: '' }
    return answer.status >= 500 || answer.status === 429
      ? {
          kind: 'busy',
          retryAfterSec: Number(answer.headers.get('retry-after')) || TROUBLE_SEC,
          inDoubt: true,
        }
      : { kind: 'unusable', code: `response_url answered ${answer.status}` }
  } catch {
    // No connection, no answer in time, or an answer from elsewhere: the address itself may be good.
    return { kind: 'busy', retryAfterSec: TROUBLE_SEC, inDoubt: true }
  }
}
