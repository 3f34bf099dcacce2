import type { Delivery } from '../ports.ts'

const TIMEOUT_MS = 5_000

/** Slack's own addresses, or those beside a Web API that stands elsewhere: a queue may hold anything. */
const isSlacks = (address: string, slackApiUrl: string | undefined): boolean => {
  const { protocol, hostname, origin } = new URL(address)
  return slackApiUrl === undefined
    ? protocol === 'https:' && hostname.endsWith('.slack.com')
    : origin === new URL(slackApiUrl).origin
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
  try {
    if (!isSlacks(responseUrl, slackApiUrl)) return { kind: 'unusable', code: 'response_url is not Slack’s' }
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
    return answer.ok
      ? { kind: 'delivered', channelId: '', ts: '' }
      : { kind: 'unusable', code: `response_url answered ${answer.status}` }
  } catch (error) {
    return { kind: 'unusable', code: `response_url: ${error instanceof Error ? error.name : 'error'}` }
  }
}
