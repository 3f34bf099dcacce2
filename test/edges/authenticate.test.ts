import { createHmac } from 'node:crypto'
import { authenticate } from '../../src/slack/authenticate.ts'

const SECRET = 'not-a-real-secret'
const NOW_SEC = 1_795_435_200
const BODY = 'command=%2Fami&text=status+é'

const sign = (timestamp: number | string, body = BODY, version = 'v0'): string =>
  `${version}=${createHmac('sha256', SECRET).update(`${version}:${timestamp}:${body}`).digest('hex')}`

const request = (timestamp: number, over: Record<string, unknown> = {}) => ({
  headers: {
    'X-Slack-Signature': sign(timestamp),
    'x-slack-request-timestamp': String(timestamp),
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  },
  body: BODY,
  ...over,
})

const statusOf = (value: Parameters<typeof authenticate>[0]): number | 'ok' => {
  const result = authenticate(value, SECRET, NOW_SEC * 1000)
  return result.ok ? 'ok' : result.status
}

test('the vector of Slack’s documentation is accepted', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
  const headers = {
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  }
  expect(authenticate({ headers, body }, '8f742231b10e8888abcd99yyyzzz85a5', 1531420618_000).ok).toBe(true)
})

test.each([
  ['now', NOW_SEC, 'ok'],
  ['300 seconds old', NOW_SEC - 300, 'ok'],
  ['301 seconds old', NOW_SEC - 301, 401],
  ['120 seconds ahead', NOW_SEC + 120, 'ok'],
  ['121 seconds ahead', NOW_SEC + 121, 401],
] as const)('signed %s', (_when, timestamp, expected) => {
  expect(statusOf(request(timestamp))).toBe(expected)
})

test('the content type loses its parameters, and the body stays as it was', () => {
  expect(authenticate(request(NOW_SEC), SECRET, NOW_SEC * 1000)).toEqual({
    ok: true,
    body: BODY,
    contentType: 'application/x-www-form-urlencoded',
  })
})

test('base64 is decoded as UTF-8', () => {
  const encoded = { body: Buffer.from(BODY).toString('base64'), isBase64Encoded: true }
  expect(statusOf(request(NOW_SEC, encoded))).toBe('ok')
})

test.each([
  ['no headers', { headers: {} }, 401],
  [
    'another secret’s signature',
    {
      headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}`, 'x-slack-request-timestamp': String(NOW_SEC) },
    },
    401,
  ],
  [
    'another version',
    {
      headers: {
        'x-slack-signature': sign(NOW_SEC, BODY, 'v1'),
        'x-slack-request-timestamp': String(NOW_SEC),
      },
    },
    401,
  ],
  [
    'a timestamp that is no number',
    { headers: { 'x-slack-signature': sign('soon'), 'x-slack-request-timestamp': 'soon' } },
    401,
  ],
  ['another body', { body: `${BODY}x` }, 401],
  ['a body of more than a mebibyte', { body: 'x'.repeat(1024 * 1024 + 1) }, 413],
] as const)('%s is turned away', (_what, over, status) => {
  expect(statusOf(request(NOW_SEC, over))).toBe(status)
})

test('a signed request without a body is turned away', () => {
  const headers = { 'x-slack-signature': sign(NOW_SEC, ''), 'x-slack-request-timestamp': String(NOW_SEC) }
  expect(statusOf({ headers })).toBe(400)
})
