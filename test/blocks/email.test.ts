import { type EmailedEvent, renderEmail } from '../../blocks/email.ts'
import { emptyRecord } from '../../src/domain/record.ts'

const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }
const failed = (name: string, reason = 'no space'): EmailedEvent => ({
  event: { ...IMAGE, id: 'event-1', state: 'failed', atMs: Date.UTC(2026, 0, 15, 12), reason },
  record: { ...emptyRecord(IMAGE), facts: { state: 'failed', name, tags: {}, snapshots: [] } },
  accountName: 'production',
  channels: ['ami-alerts'],
  rule: 'payments on call',
})

test('one failed image: what and why first, then where and when, and the way to the console', () => {
  const { subject, body } = renderEmail([failed('payments-7')], false)
  expect(subject).toBe('amiops: Failed: payments-7 (ami-0123456789abcdef0) in production, us-east-1')
  expect(body.split('\n')).toEqual([
    'Failed: payments-7 (ami-0123456789abcdef0)',
    'Reason: no space',
    'Account: production (123456789012)',
    'Region: us-east-1',
    'Time: 2026-01-15 12:00 UTC',
    'Rule: payments on call',
    'Console: https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1#ImageDetails:imageId=ami-0123456789abcdef0',
    '',
    'Slack has not accepted this for 5 min. Meant for #ami-alerts.',
    'amiops keeps trying. Once Slack accepts it, buttons and history are there.',
    '',
  ])
})

test('many in one, the longest list cut', () => {
  const { subject, body } = renderEmail(
    Array.from({ length: 130 }, (_, i) => failed(`web-${i}`)),
    false,
  )
  expect(subject).toBe('amiops: 130 images: 130 failed')
  expect(body).toContain('web-99 ')
  expect(body).not.toContain('web-100 ')
  expect(body).toContain('And 30 other images.')
})

test('a second e-mail about the same says that it may be one', () => {
  expect(renderEmail([failed('web-1')], true).body).toMatch(/^This may be a second e-mail about the same/)
})

test.each(['grün 🟢\u202e', 'a\nBcc: everybody@example.com', 'x'.repeat(500), ''])(
  'a hostile name stays on its line, and the subject within 99 ASCII characters: %j',
  name => {
    const { subject, body } = renderEmail([failed(name, 'first\r\n\r\nsecond')], false)
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/)
    expect(body.split('\n')).toHaveLength(11)
    expect(body).toContain('Reason: first second')
  },
)
