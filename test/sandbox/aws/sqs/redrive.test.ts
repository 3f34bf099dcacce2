import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
  type StartMessageMoveTaskCommandInput,
} from '@aws-sdk/client-sqs'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: SQSClient

beforeEach(async () => {
  aws = await startAws({ seed: false })
  client = aws.sqsClient()
})
afterEach(() => aws.close())

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`
const SourceArn = arnOf('dead')

const send = (queue: string, MessageBody: string) =>
  client.send(new SendMessageCommand({ QueueUrl: aws.queueUrl(queue), MessageBody }))

const receive = async (queue: string) => {
  const input = {
    QueueUrl: aws.queueUrl(queue),
    MaxNumberOfMessages: 10,
    MessageSystemAttributeNames: ['All' as const],
  }
  return (await client.send(new ReceiveMessageCommand(input))).Messages ?? []
}

const bodiesIn = (queue: string) =>
  aws.sqs.queues
    .get(queue)
    ?.messages()
    .map(({ body }) => body)

/** Messages that were received twice without success, and once more. */
const sendDeadLetter = async (...bodies: string[]) => {
  for (const body of bodies) await send('plain', body)
  for (let round = 0; round < 3; round += 1) {
    await receive('plain')
    await aws.clock.advance(30_000)
  }
}

const start = (input: Partial<StartMessageMoveTaskCommandInput> = {}) =>
  client.send(new StartMessageMoveTaskCommand({ SourceArn, ...input }))

const tasks = async (MaxResults?: number) =>
  (await client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults }))).Results

test('a dead letter names the queue that it comes from', async () => {
  await sendDeadLetter('one')
  const [letter] = await receive('dead')
  expect(letter?.Attributes).toMatchObject({
    DeadLetterQueueSourceArn: arnOf('plain'),
    ApproximateReceiveCount: '1',
  })
})

test('dead letters go back to where they came from, as new messages', async () => {
  const { MessageId } = await send('plain', 'zero')
  await sendDeadLetter('one', 'two')
  expect(bodiesIn('dead')).toEqual(['zero', 'one', 'two'])
  await start()
  await aws.clock.advance(1)
  expect(bodiesIn('dead')).toEqual([])
  const again = await receive('plain')
  expect(again.map(({ Body }) => Body)).toEqual(['zero', 'one', 'two'])
  expect(again[0]?.MessageId).not.toBe(MessageId)
  expect(again[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' })
  expect(Number(again[0]?.Attributes?.SentTimestamp)).toBe(aws.clock.nowMs())
  expect(again[0]?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn')
  expect(await tasks()).toEqual([
    {
      Status: 'COMPLETED',
      SourceArn,
      ApproximateNumberOfMessagesMoved: 3,
      ApproximateNumberOfMessagesToMove: 3,
      StartedTimestamp: expect.any(Number),
    },
  ])
})

test('a task keeps the rate that was asked for, can be listed and cancelled', async () => {
  await sendDeadLetter('one', 'two', 'three')
  const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 })
  expect(await tasks()).toMatchObject([{ Status: 'RUNNING', TaskHandle, MaxNumberOfMessagesPerSecond: 1 }])
  await aws.clock.advance(1)
  expect(bodiesIn('dead')).toEqual(['two', 'three'])
  await aws.clock.advance(1_000)
  expect(bodiesIn('dead')).toEqual(['three'])
  const { ApproximateNumberOfMessagesMoved } = await client.send(
    new CancelMessageMoveTaskCommand({ TaskHandle }),
  )
  expect(ApproximateNumberOfMessagesMoved).toBe(2)
  await aws.clock.advance(10_000)
  expect(bodiesIn('dead')).toEqual(['three'])
  expect((await tasks())?.[0]).toMatchObject({ Status: 'CANCELLED' })
  expect((await tasks())?.[0]).not.toHaveProperty('TaskHandle')
  const again = client.send(new CancelMessageMoveTaskCommand({ TaskHandle }))
  expect((await refusalOf(again)).name).toBe('InvalidParameterValue')
})

test('dead letters go to another queue, when that is asked for', async () => {
  await sendDeadLetter('one')
  await start({ DestinationArn: arnOf('small') })
  await aws.clock.advance(1)
  expect([bodiesIn('plain'), bodiesIn('small')]).toEqual([[], ['one']])
})

test('a dead letter that somebody looks at just now is waited for', async () => {
  await sendDeadLetter('one')
  await receive('dead')
  await start()
  await aws.clock.advance(29_000)
  expect((await tasks())?.[0]?.Status).toBe('RUNNING')
  await aws.clock.advance(2_000)
  expect([(await tasks())?.[0]?.Status, bodiesIn('plain')]).toEqual(['COMPLETED', ['one']])
})

test('a message that was sent directly to the dead-letter queue cannot be redriven', async () => {
  await send('dead', 'stray')
  await start()
  await aws.clock.advance(1)
  expect(await tasks()).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }])
  expect(bodiesIn('dead')).toEqual(['stray'])
})

test('one task at a time', async () => {
  await sendDeadLetter('one', 'two')
  await start({ MaxNumberOfMessagesPerSecond: 1 })
  expect((await refusalOf(start())).name).toBe('UnsupportedOperation')
  await aws.clock.advance(2_000)
  await start()
  await aws.clock.advance(1)
  expect((await tasks(10))?.map(({ Status }) => Status)).toEqual(['COMPLETED', 'COMPLETED'])
  expect(await tasks()).toHaveLength(1)
})

test.each([
  ['a queue that is no dead-letter queue', { SourceArn: arnOf('plain') }, 'InvalidParameterValue'],
  ['a queue that there is not', { SourceArn: arnOf('none') }, 'ResourceNotFoundException'],
  ['a destination that there is not', { DestinationArn: arnOf('none') }, 'ResourceNotFoundException'],
  ['a destination of the other type', { DestinationArn: arnOf('groups.fifo') }, 'InvalidParameterValue'],
  ['0 messages a second', { MaxNumberOfMessagesPerSecond: 0 }, 'InvalidParameterValue'],
  ['501 messages a second', { MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue'],
])('a task for %s is refused', async (_what, input, name) => {
  expect((await refusalOf(start(input))).name).toBe(name)
})

test('500 messages a second are taken', async () => {
  expect((await start({ MaxNumberOfMessagesPerSecond: 500 })).TaskHandle).toBeTruthy()
})

test('a queue has the time of its creation', async () => {
  await aws.clock.advance(5_000)
  const input = { QueueUrl: aws.queueUrl('plain'), AttributeNames: ['CreatedTimestamp' as const] }
  const { Attributes } = await client.send(new GetQueueAttributesCommand(input))
  expect(Attributes).toEqual({ CreatedTimestamp: String(Date.parse('2026-11-23T12:00:00Z') / 1_000) })
})
