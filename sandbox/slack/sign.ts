import { createHmac } from 'node:crypto'

/** The two headers with which Slack proves that a request is its own. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const signRequest = (signingSecret: string, timestampSec: number, body: string) => ({
  'x-slack-request-timestamp': String(timestampSec),
  'x-slack-signature': `v0=${createHmac('sha256', signingSecret).update(`v0:${timestampSec}:${body}`).digest('hex')}`,
})
