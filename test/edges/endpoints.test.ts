import { parseEnvelope } from '../../src/aws/events/eventbridge.ts'
import { defaultEndpoint } from '../../src/aws/http/json-call.ts'

test.each([
  ['us-east-1', 'https://sqs.us-east-1.amazonaws.com'],
  ['us-gov-west-1', 'https://sqs.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', 'https://sqs.cn-north-1.amazonaws.com.cn'],
  ['eusc-de-east-1', 'https://sqs.eusc-de-east-1.amazonaws.eu'],
  ['us-iso-east-1', 'https://sqs.us-iso-east-1.c2s.ic.gov'],
])('a service in %s is asked at %s', (region, url) => {
  expect(defaultEndpoint('sqs', region)).toBe(url)
})

test('an event of the sovereign cloud is read', () => {
  const event = {
    id: '3b0158b2-a36c-407c-a445-f8f0fb942a39',
    source: 'aws.ec2',
    'detail-type': 'EC2 AMI State Change',
    account: '123456789012',
    region: 'eusc-de-east-1',
    time: '2026-11-25T19:14:02Z',
    resources: ['arn:aws-eusc:ec2:eusc-de-east-1::image/ami-0aaaabbbbccccddde'],
    detail: { RequestId: 'r-1', ImageId: 'ami-0aaaabbbbccccddde', State: 'available', ErrorMessage: '' },
  }
  expect(parseEnvelope(JSON.stringify(event), Date.parse('2026-11-25T19:15:00Z'))).toMatchObject({
    event: { region: 'eusc-de-east-1', imageId: 'ami-0aaaabbbbccccddde' },
  })
})
