import { parseMessage } from '../../src/aws/events/bus-message.ts'
import { readRecords } from '../../src/aws/sqs/sqs-records.ts'

const record = (attributes?: Record<string, string>) => ({
  Records: [{ messageId: 'm', body: '{}', ...(attributes && { attributes }) }],
})

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html and, of a role, the unique id with the name of its session. */
test.each([
  ['a role of EventBridge in a member account', { SenderId: 'AROAIL6GAI2XEC672SWG2:0123456789abcdef' }, true],
  ['the service itself', { SenderId: 'AIDAIENQZJOLO23YVJ4VO' }, false],
  ['nobody whom SQS names', { ApproximateReceiveCount: '1' }, false],
  ['nobody, without attributes', undefined, false],
])('a message that is sent by %s', (_who, attributes, isSentByRole) => {
  expect(readRecords(record(attributes))).toMatchObject([{ isSentByRole }])
})

test('an event that a role sent is marked as such, another one is not', () => {
  const body = JSON.stringify({
    id: 'e',
    source: 'aws.ec2',
    'detail-type': 'EC2 AMI State Change',
    account: '123456789012',
    region: 'us-east-1',
    detail: { ImageId: 'ami-0123456789abcdef0', State: 'failed' },
  })
  expect(parseMessage(body, 0, true)).toMatchObject({ event: { state: 'failed', sentByRole: true } })
  expect(parseMessage(body, 0, false)).not.toHaveProperty('event.sentByRole')
})
