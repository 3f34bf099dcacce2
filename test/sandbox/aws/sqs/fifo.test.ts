import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: SQSClient
let QueueUrl: string

beforeEach(async () => {
  aws = await startAws({ seed: false })
  client = aws.sqsClient()
  QueueUrl = aws.queueUrl('groups.fifo')
})
afterEach(() => aws.close())

const send = (MessageGroupId: string, MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
  client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageGroupId,
      MessageBody,
      MessageDeduplicationId: MessageBody,
      ...more,
    }),
  )

const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ??
  []

const bodiesOf = async (atMost = 10) =>
  (await receive({ MaxNumberOfMessages: atMost })).map(message => message.Body)

test('messages of a group come in the order they were sent', async () => {
  for (const body of ['a1', 'a2', 'a3']) await send('a', body)
  expect(await bodiesOf()).toEqual(['a1', 'a2', 'a3'])
})

test('a group waits while one of its messages is in flight, other groups do not', async () => {
  await send('a', 'a1')
  await send('a', 'a2')
  await send('b', 'b1')
  const [first] = await receive({ MaxNumberOfMessages: 1 })
  expect(first?.Body).toBe('a1')
  expect(await bodiesOf()).toEqual(['b1'])
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }))
  expect(await bodiesOf()).toEqual(['a2'])
})

test('a message that was not deleted is delivered again before the others of its group', async () => {
  await send('a', 'a1')
  await send('a', 'a2')
  await bodiesOf(1)
  await aws.clock.advance(30_000)
  expect(await bodiesOf(1)).toEqual(['a1'])
})

test('the same message within five minutes is taken once, and answered as the first', async () => {
  const first = await send('a', 'click')
  const second = await send('a', 'click')
  expect(second.MessageId).toBe(first.MessageId)
  expect(second.SequenceNumber).toBe(first.SequenceNumber)
  expect(await bodiesOf()).toEqual(['click'])
})

test('the same message after five minutes is a new one', async () => {
  await send('a', 'click')
  await aws.clock.advance(300_000)
  await send('a', 'click')
  expect(aws.sqs.queues.get('groups.fifo')?.messages()).toHaveLength(2)
})

test('the same deduplication id in another group is another message', async () => {
  await send('a', 'click')
  await send('b', 'click')
  expect(await bodiesOf()).toEqual(['click', 'click'])
})

test('a message that was deleted is still a duplicate', async () => {
  await send('a', 'click')
  const [message] = await receive()
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }))
  await send('a', 'click')
  expect(await bodiesOf()).toEqual([])
})

test('a queue with content-based deduplication needs no id', async () => {
  const url = aws.queueUrl('content.fifo')
  const more = { QueueUrl: url, MessageDeduplicationId: undefined }
  await send('a', 'same', more)
  await send('a', 'same', more)
  expect((await receive({ QueueUrl: url })).map(message => message.Body)).toEqual(['same'])
})

test('a message without a group, or without a deduplication id, is refused', async () => {
  const noGroup = client.send(
    new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageDeduplicationId: 'x' }),
  )
  expect((await refusalOf(noGroup)).name).toBe('MissingParameter')
  const noId = client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageGroupId: 'a' }))
  expect((await refusalOf(noId)).name).toBe('InvalidParameterValue')
})

test('a single message cannot be delayed', async () => {
  expect((await refusalOf(send('a', 'later', { DelaySeconds: 5 }))).name).toBe('InvalidParameterValue')
})

test('a handle whose visibility timeout has passed deletes nothing, and says so', async () => {
  await send('a', 'a1')
  const [message] = await receive()
  await aws.clock.advance(30_000)
  const call = client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }))
  expect((await refusalOf(call)).message).toMatch(/The receipt handle has expired\.$/)
})

test('sequence numbers grow, and come with the message', async () => {
  const first = await send('a', 'a1')
  const second = await send('b', 'b1')
  expect(BigInt(second.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0))
  const [message] = await receive({ MessageSystemAttributeNames: ['All'] })
  expect(message?.Attributes).toMatchObject({
    SequenceNumber: first.SequenceNumber,
    MessageGroupId: 'a',
    MessageDeduplicationId: 'a1',
  })
})
