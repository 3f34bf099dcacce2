import { AwsClient } from 'aws4fetch'
import type { World } from '../../../sandbox/world.ts'
import { createEmails } from '../../../src/aws/sns/emails.ts'
import { startWorld } from '../world/support.ts'

let world: World
let topicArn: string
beforeAll(async () => {
  world = await startWorld()
  const [topic] = [...world.sns.topics.keys()].filter(arn => arn.endsWith(':amiops-sandbox-fallback'))
  topicArn = topic ?? ''
})
afterEach(() => world.faults.clear())
afterAll(() => world.close())

const KEYS = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }

const ask = async (parameters: Record<string, string>, region = 'us-east-1', keys = KEYS) => {
  const client = new AwsClient({ ...keys, region, service: 'sns', retries: 0 })
  const answer = await client.fetch(`${world.url}/sns`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Version: '2010-03-31', Action: 'Publish', ...parameters }).toString(),
  })
  const text = await answer.text()
  return { status: answer.status, text, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1] }
}

test('an e-mail comes into the inbox as it was published', async () => {
  const { status, text } = await ask({ TopicArn: topicArn, Subject: 'Failed: web-1', Message: 'Why: 1 < 2' })
  expect([status, text]).toEqual([
    200,
    expect.stringMatching(/<PublishResult><MessageId>[\w-]+<\/MessageId>/),
  ])
  const inbox = (await (await fetch(`${world.url}/_sandbox/emails`)).json()) as object[]
  expect(inbox).toMatchObject([
    { topic: 'amiops-sandbox-fallback', subject: 'Failed: web-1', body: 'Why: 1 < 2', subscribers: 1 },
  ])
})

test.each([
  ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, 'InvalidParameter'],
  ['a subject of two lines', { Subject: 'a\nb' }, 'InvalidParameter'],
  ['no message', { Message: '' }, 'InvalidParameter'],
  ['a message of more than 256 KB', { Message: 'ä'.repeat(131_073) }, 'InvalidParameter'],
  ['what is not played here', { MessageStructure: 'json' }, 'InvalidParameter'],
  ['a topic that is not there', { TopicArn: 'arn:aws:sns:us-east-1:123456789012:other' }, 'NotFound'],
  [
    'a topic of somebody else',
    { TopicArn: 'arn:aws:sns:us-east-1:210987654321:other' },
    'AuthorizationError',
  ],
  ['a topic of another region', { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:other' }, 'InvalidParameter'],
  ['another version', { Version: '2020-01-01' }, 'InvalidAction'],
  ['another operation', { Action: 'Subscribe' }, 'InvalidAction'],
] as const)('SNS refuses %s, and nothing is sent', async (_what, parameters, code) => {
  const before = world.sns.emails().length
  const good = { TopicArn: topicArn, Subject: 'x'.repeat(99), Message: 'text' }
  expect((await ask({ ...good, ...parameters })).code).toBe(code)
  expect(world.sns.emails()).toHaveLength(before)
  expect((await ask(good)).status).toBe(200)
})

test('an unsigned call is refused', async () => {
  const body = new URLSearchParams({
    Version: '2010-03-31',
    Action: 'Publish',
    TopicArn: topicArn,
    Message: 'x',
  })
  expect((await fetch(`${world.url}/sns`, { method: 'POST', body })).status).toBe(403)
})

test('a topic has the number of confirmed subscriptions', async () => {
  const { text } = await ask({ Action: 'GetTopicAttributes', TopicArn: topicArn })
  expect(text).toContain('<key>SubscriptionsConfirmed</key><value>1</value>')
})

test("the bot's own adapter: sent, refused with SNS's code, and in doubt where no answer comes", async () => {
  const emails = createEmails({ region: 'us-east-1', ...KEYS }, topicArn, `${world.url}/sns`)
  const email = { subject: 'Failed: web-2', body: 'Grund: größer & kleiner + 1 €' }
  const count = () => world.sns.emails().length
  const before = count()
  expect(await emails.send(email)).toEqual({ kind: 'sent' })
  expect(world.sns.emails().at(-1)).toMatchObject(email)
  world.faults.add({ service: 'sns', call: 'Publish', error: 'Throttled' })
  expect(await emails.send(email)).toEqual({ kind: 'refused', code: 'Throttled' })
  expect(count()).toBe(before + 1)
  world.faults.add({ service: 'sns', call: 'Publish', drop: true, afterEffect: true })
  await expect(emails.send(email)).rejects.toThrow()
  // Tried once: a second try would be a second e-mail.
  expect(count()).toBe(before + 2)
})
