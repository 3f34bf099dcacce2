import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
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
  QueueUrl = aws.queueUrl('plain')
})
afterEach(() => aws.close())

const send = (MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }))

const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ??
  []

const bodiesOf = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await receive(more)).map(message => message.Body)

test('a message is received with its attributes, and the checksums hold', async () => {
  const MessageAttributes = {
    kind: { DataType: 'String', StringValue: 'event' },
    raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
  }
  const sent = await send('hello', { MessageAttributes })
  const [message] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] })
  expect(message).toMatchObject({
    MessageId: sent.MessageId,
    Body: 'hello',
    MD5OfBody: sent.MD5OfMessageBody,
  })
  expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes)
  expect(message?.MessageAttributes).toEqual(MessageAttributes)
  expect(message?.Attributes).toMatchObject({
    ApproximateReceiveCount: '1',
    SentTimestamp: String(aws.clock.nowMs()),
    ApproximateFirstReceiveTimestamp: String(aws.clock.nowMs()),
  })
})

test('attributes that nobody asked for stay away', async () => {
  await send('hello', { MessageAttributes: { kind: { DataType: 'String', StringValue: 'event' } } })
  const [message] = await receive()
  expect(message?.MessageAttributes).toBeUndefined()
  expect(message?.Attributes).toBeUndefined()
})

test('a received message is invisible until its timeout, and is then delivered again', async () => {
  await send('hello')
  expect(await bodiesOf()).toEqual(['hello'])
  await aws.clock.advance(29_999)
  expect(await bodiesOf()).toEqual([])
  await aws.clock.advance(1)
  const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] })
  expect(again?.Attributes).toEqual({ ApproximateReceiveCount: '2' })
})

test('a deleted message is never delivered again', async () => {
  await send('hello')
  const [message] = await receive()
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }))
  await aws.clock.advance(60_000)
  expect(await bodiesOf()).toEqual([])
})

test('the handle of an earlier receipt deletes nothing', async () => {
  await send('hello')
  const [first] = await receive({ VisibilityTimeout: 1 })
  await aws.clock.advance(1_000)
  await receive({ VisibilityTimeout: 1 })
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }))
  await aws.clock.advance(1_000)
  expect(aws.sqs.queues.get('plain')?.messages()).toHaveLength(1)
})

test('a handle that is none is refused', async () => {
  const call = client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'bm9uc2Vuc2U=' }))
  expect((await refusalOf(call)).name).toBe('ReceiptHandleIsInvalid')
})

test('a message that is given back is visible at once', async () => {
  await send('hello')
  const [message] = await receive()
  const { ReceiptHandle } = message ?? {}
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
  expect(await bodiesOf()).toEqual(['hello'])
})

test('a visibility timeout is changed only in flight, and within twelve hours', async () => {
  await send('hello')
  const [message] = await receive({ VisibilityTimeout: 1 })
  const change = (VisibilityTimeout: number) =>
    client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout,
      }),
    )
  await expect(change(43_200)).resolves.toBeDefined()
  expect((await refusalOf(change(43_201))).name).toBe('InvalidParameterValue')
  await change(1)
  await aws.clock.advance(1_000)
  expect((await refusalOf(change(10))).name).toBe('MessageNotInflight')
})

test('a message that was received too often goes to the dead-letter queue', async () => {
  await send('poison')
  for (let count = 0; count < 2; count += 1) {
    expect(await bodiesOf()).toEqual(['poison'])
    await aws.clock.advance(30_000)
  }
  expect(await bodiesOf()).toEqual([])
  expect(await bodiesOf({ QueueUrl: aws.queueUrl('dead') })).toEqual(['poison'])
})

test('a delayed message waits for its time, by its own delay or by the queue', async () => {
  await send('later', { DelaySeconds: 5 })
  await send('slow', { QueueUrl: aws.queueUrl('slow') })
  await aws.clock.advance(4_999)
  expect(await bodiesOf()).toEqual([])
  await aws.clock.advance(1)
  expect(await bodiesOf()).toEqual(['later'])
  expect(await bodiesOf({ QueueUrl: aws.queueUrl('slow') })).toEqual([])
  await aws.clock.advance(5_000)
  expect(await bodiesOf({ QueueUrl: aws.queueUrl('slow') })).toEqual(['slow'])
  expect((await refusalOf(send('too late', { DelaySeconds: 901 }))).name).toBe('InvalidParameterValue')
})

test('a message is forgotten after the retention period', async () => {
  await send('old')
  await aws.clock.advance(3_600_000)
  expect(await bodiesOf()).toEqual([])
})

test('long polling ends with the first message', async () => {
  const polling = bodiesOf({ WaitTimeSeconds: 20 })
  await aws.clock.advance(3_000)
  await send('at last')
  expect(await polling).toEqual(['at last'])
})

test('long polling ends empty when its time is over', async () => {
  let bodies: unknown
  const polling = bodiesOf({ WaitTimeSeconds: 5 }).then(received => {
    bodies = received
  })
  await aws.clock.advance(4_999)
  expect(bodies).toBeUndefined()
  await aws.clock.advance(1)
  await polling
  expect(bodies).toEqual([])
})

test.each([
  [1_024, true],
  [1_025, false],
])('a message of %i bytes in a queue for 1024: %s', async (bytes, taken) => {
  const call = send('x'.repeat(bytes), { QueueUrl: aws.queueUrl('small') })
  if (taken) await expect(call).resolves.toBeDefined()
  else expect((await refusalOf(call)).name).toBe('InvalidParameterValue')
})

test('a batch that is too long as a whole is refused', async () => {
  const Entries = ['a', 'b'].map(Id => ({ Id, MessageBody: 'x'.repeat(600) }))
  const call = client.send(new SendMessageBatchCommand({ QueueUrl: aws.queueUrl('small'), Entries }))
  expect((await refusalOf(call)).name).toBe('BatchRequestTooLong')
})

test('each message of a batch succeeds or fails by itself', async () => {
  const Entries = [
    { Id: 'good', MessageBody: 'hello' },
    { Id: 'bad', MessageBody: 'bell \u0007' },
  ]
  const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  expect(Successful?.map(entry => entry.Id)).toEqual(['good'])
  expect(Failed).toEqual([
    expect.objectContaining({ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }),
  ])
})

test.each([
  [10, undefined],
  [11, 'TooManyEntriesInBatchRequest'],
  [0, 'EmptyBatchRequest'],
])('a batch of %i messages: %s', async (count, refusal) => {
  const Entries = Array.from({ length: count }, (_, index) => ({ Id: `m${index}`, MessageBody: 'x' }))
  const call = client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  if (refusal === undefined) expect((await call).Successful).toHaveLength(count)
  else expect((await refusalOf(call)).name).toBe(refusal)
})

test('two entries of a batch with one id are refused', async () => {
  const Entries = ['a', 'a'].map(Id => ({ Id, MessageBody: 'x' }))
  const call = client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  expect((await refusalOf(call)).name).toBe('BatchEntryIdsNotDistinct')
})

test('messages are given back and deleted in batches', async () => {
  await send('one')
  await send('two')
  const entriesOf = async () =>
    (await receive()).map((message, index) => ({ Id: `m${index}`, ReceiptHandle: message.ReceiptHandle }))
  const Entries = (await entriesOf()).map(entry => ({ ...entry, VisibilityTimeout: 0 }))
  const changed = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }))
  expect(changed.Successful).toHaveLength(2)
  const deleted = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: await entriesOf() }))
  expect(deleted.Successful).toHaveLength(2)
  expect(aws.sqs.queues.get('plain')?.messages()).toEqual([])
})

test('a queue has its counts and its settings as attributes', async () => {
  await send('seen')
  await send('delayed', { DelaySeconds: 60 })
  await receive()
  await send('waiting')
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  )
  expect(Attributes).toMatchObject({
    QueueArn: 'arn:aws:sqs:us-east-1:123456789012:plain',
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    ApproximateNumberOfMessagesDelayed: '1',
    VisibilityTimeout: '30',
  })
  expect(JSON.parse(Attributes?.RedrivePolicy ?? '{}')).toEqual({
    deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead',
    maxReceiveCount: 2,
  })
})

test('queues are found by name and by prefix, and others are not', async () => {
  expect((await client.send(new GetQueueUrlCommand({ QueueName: 'plain' }))).QueueUrl).toBe(QueueUrl)
  const ownedBy = (QueueOwnerAWSAccountId: string) =>
    client.send(new GetQueueUrlCommand({ QueueName: 'plain', QueueOwnerAWSAccountId }))
  expect((await ownedBy('123456789012')).QueueUrl).toBe(QueueUrl)
  expect(await refusalOf(ownedBy('999999999999'))).toMatchObject({ name: 'QueueDoesNotExist', status: 400 })
  const { QueueUrls } = await client.send(new ListQueuesCommand({ QueueNamePrefix: 's' }))
  expect(QueueUrls).toEqual([aws.queueUrl('small'), aws.queueUrl('slow')])
  const unknown = await refusalOf(send('x', { QueueUrl: aws.queueUrl('nowhere') }))
  expect(unknown).toMatchObject({ name: 'QueueDoesNotExist', status: 400 })
})

test('a purged queue is empty', async () => {
  await send('hello')
  await client.send(new PurgeQueueCommand({ QueueUrl }))
  expect(await bodiesOf()).toEqual([])
})

test('more than ten messages cannot be asked for', async () => {
  expect((await refusalOf(receive({ MaxNumberOfMessages: 11 }))).name).toBe('InvalidParameterValue')
})

test('a send that fails, and one whose answer is lost after it took effect', async () => {
  aws.faults.add({ service: 'sqs', call: 'SendMessage', error: 'ServiceUnavailable' })
  expect((await refusalOf(send('refused'))).status).toBe(503)
  aws.faults.add({ service: 'sqs', call: 'SendMessage', drop: true, afterEffect: true })
  await expect(send('sent')).rejects.toThrow()
  expect(await bodiesOf()).toEqual(['sent'])
})

test('the timeline shows a message, but not the response_url in it', async () => {
  const response_url = 'http://127.0.0.1:3210/slack/response/T0/secret'
  await send(JSON.stringify({ response_url, text: 'hello' }))
  const [moment] = aws.timeline.recent()
  expect(moment?.title).toBe('SendMessage plain -> ok')
  expect(JSON.stringify(moment?.detail)).toContain('hello')
  expect(JSON.stringify(moment?.detail)).not.toContain('secret')
  expect(await bodiesOf()).toEqual([JSON.stringify({ response_url, text: 'hello' })])
})
