import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { type Aws, startAws } from '../support.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues-detailed.html */

let aws: Aws
let client: SQSClient
let QueueUrl: string

beforeEach(async () => {
  aws = await startAws({ seed: false })
  client = aws.sqsClient()
  QueueUrl = aws.queueUrl('plain')
})
afterEach(() => aws.close())

const sendMany = async (MessageGroupId: string, count: number) => {
  for (let sent = 0; sent < count; sent += 10)
    await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: Array.from({ length: Math.min(10, count - sent) }, (_, at) => ({
          Id: `${at}`,
          MessageBody: `${MessageGroupId}${sent + at}`,
          MessageGroupId,
        })),
      }),
    )
}

const send = (MessageBody: string, MessageGroupId?: string) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...(MessageGroupId && { MessageGroupId }) }))

const receive = async (MaxNumberOfMessages = 10) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages }))).Messages ?? []

const bodiesOf = async (atMost?: number) => (await receive(atMost)).map(({ Body }) => Body)

const receiveTimes = async (times: number) => {
  for (let time = 0; time < times; time += 1) await receive()
}

test('a quiet group is received before a group that has thirty messages in flight', async () => {
  await sendMany('loud', 60)
  await send('quiet', 'quiet')
  await send('on its own')
  await receiveTimes(2)
  expect(await bodiesOf()).toEqual(Array.from({ length: 10 }, (_, at) => `loud${20 + at}`))
  expect(await bodiesOf(3)).toEqual(['quiet', 'on its own', 'loud30'])
})

test('a group with less than a tenth of the messages in flight is none of those', async () => {
  await sendMany('steady', 40)
  await receiveTimes(3)
  for (let other = 0; other < 40; other += 1) await sendMany(`other ${other}`, 10)
  await receiveTimes(40)
  await send('late', 'late')
  expect(await bodiesOf(1)).toEqual(['late'])
})

test('of two such groups, the one with fewer messages in flight is next', async () => {
  await sendMany('loud', 70)
  await receiveTimes(5)
  await sendMany('louder', 40)
  await receiveTimes(3)
  expect((await bodiesOf(1)).join()).toMatch(/^louder/)
})

test('a group whose backlog is gone is quiet again', async () => {
  await sendMany('loud', 40)
  const received = [...(await receive()), ...(await receive()), ...(await receive()), ...(await receive())]
  for (const { ReceiptHandle } of received)
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  await send('first', 'loud')
  await send('second', 'quiet')
  expect(await bodiesOf(2)).toEqual(['first', 'second'])
})
