import { isValidSlackRequest } from '@slack/bolt/dist/receivers/verify-request'

/** The fields of a Function URL's request that are used here (payload version 2.0). */
export interface HttpRequest {
  headers?: Readonly<Record<string, string | undefined>>
  body?: string
  isBase64Encoded?: boolean
}

export type Authenticated =
  | { ok: true; body: string; contentType: string }
  | { ok: false; status: 400 | 401 | 413; why: string }

/** Slack's own requests are far smaller. */
const MAX_BODY_BYTES = 1024 * 1024

/** Bolt refuses requests older than five minutes, but none that claim to come from the future. */
const MAX_AHEAD_SEC = 120

/**
 * Authenticates the raw bytes before anything reads them: Slack's signature (v0, HMAC-SHA256 of timestamp and body,
 * checked by Bolt's own function), not older than five minutes, not from the future.
 *
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 *
 * @param nowMs milliseconds since the epoch
 */
export const authenticate = (request: HttpRequest, signingSecret: string, nowMs: number): Authenticated => {
  const headers = new Map(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  )
  const bytes = Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8')
  if (bytes.length > MAX_BODY_BYTES) return { ok: false, status: 413, why: 'the body is larger than 1 MiB' }
  const signature = headers.get('x-slack-signature') ?? ''
  const timestamp = headers.get('x-slack-request-timestamp') ?? ''
  if (signature === '' || !/^\d{1,12}$/.test(timestamp))
    return { ok: false, status: 401, why: 'not signed by Slack' }
  const timestampSec = Number(timestamp)
  if (timestampSec > nowMs / 1000 + MAX_AHEAD_SEC)
    return { ok: false, status: 401, why: 'signed in the future' }
  const body = bytes.toString('utf8')
  const valid = isValidSlackRequest({
    signingSecret,
    body,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestampSec },
    nowMilliseconds: nowMs,
  })
  if (!valid) return { ok: false, status: 401, why: 'the signature is wrong or older than five minutes' }
  if (bytes.length === 0) return { ok: false, status: 400, why: 'the body is empty' }
  // Bolt compares the content type exactly, so parameters such as charset are removed.
  const contentType = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return { ok: true, body, contentType }
}
