import { createHmac, randomUUID } from 'node:crypto'
import { type Check, ok, problem } from '../check.ts'

const sign = (secret: string, timestampSec: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestampSec}:${body}`).digest('hex')}`

/** amiops answers where Slack sends commands and clicks, with the signing secret that is stored. */
export const requestUrl: Check = {
  name: 'command',
  takes: 'nothing more; the function URL has to be reachable from here',
  async run({ stack, secrets, signingSecretName, nowMs }) {
    const url = (await stack())?.outputs.SlackRequestUrl
    const secret = (await secrets()).get(signingSecretName)?.value
    if (!url || !secret) return []
    const challenge = randomUUID()
    const body = JSON.stringify({ type: 'url_verification', challenge })
    const timestampSec = Math.floor(nowMs / 1_000)
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(timestampSec),
        'x-slack-signature': sign(secret, timestampSec, body),
      },
      signal: AbortSignal.timeout(10_000),
    })
    const text = await answer.text()
    if (answer.status === 200 && text.includes(challenge))
      return [ok(`amiops answers at ${url}; the app’s manifest has to name it.`)]
    return [
      answer.status === 401
        ? problem(
            'amiops refuses a request that is signed with the stored signing secret.',
            'If it was stored just now, wait a minute. Is the clock of this machine right?',
          )
        : problem(
            `amiops answers ${answer.status} at ${url}.`,
            answer.status === 403
              ? 'A policy of the organisation may forbid public function URLs (lambda:FunctionUrlAuthType NONE).'
              : 'Its log says why: the log group of the function slack.',
          ),
    ]
  },
}
