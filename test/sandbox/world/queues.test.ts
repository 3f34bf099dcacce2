import type { World } from '../../../sandbox/world.ts'
import type { WorldOptions } from '../../../sandbox/world-options.ts'
import { createStandingClock, type StandingClock } from '../../support/standing-clock.ts'
import { createRecorder, startWorld } from './support.ts'

const EVENTS = 'amiops-sandbox-events'
const REQUESTS = 'amiops-sandbox-requests.fifo'

let clock: StandingClock
let world: World

const start = async (options: Partial<WorldOptions>) => {
  clock = createStandingClock(Date.parse('2026-11-23T12:00:00Z'))
  world = await startWorld({ clock, ...options })
}
afterEach(() => world.close())

const queue = (name: string) => {
  const found = world.sqs.queues.get(name)
  if (!found) throw new Error(`Expected a queue ${name}.`)
  return found
}

const ask = (groupId: string, body: string) => queue(REQUESTS).send({ groupId, body, deduplicationId: body })

test('a message becomes a record as Lambda hands it over, and is deleted', async () => {
  const events = createRecorder()
  await start({ handlers: { events: events.handler } })
  const attributes = { kind: { DataType: 'String', StringValue: 'sample' } }
  const { messageId } = queue(EVENTS).send({ body: 'hello', attributes })
  await clock.advance(0)
  expect(events.events[0]?.Records).toEqual([
    {
      messageId,
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: '1795435200000',
        SenderId: '123456789012',
        ApproximateFirstReceiveTimestamp: '1795435200000',
      },
      messageAttributes: {
        kind: { dataType: 'String', stringValue: 'sample', stringListValues: [], binaryListValues: [] },
      },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:amiops-sandbox-events',
      awsRegion: 'us-east-1',
    },
  ])
  expect(queue(EVENTS).messages()).toEqual([])
})

test('a burst within the batching window is one batch', async () => {
  const events = createRecorder()
  await start({ handlers: { events: events.handler }, batchingWindowMs: 1_000 })
  queue(EVENTS).send({ body: 'one' })
  await clock.advance(500)
  queue(EVENTS).send({ body: 'two' })
  await clock.advance(499)
  expect(events.events).toEqual([])
  await clock.advance(1)
  expect(events.bodies()).toEqual([['one', 'two']])
})

test('only the messages that a function reports come again, after their visibility timeout', async () => {
  const events = createRecorder(event => ({
    batchItemFailures: event.Records.filter(record => record.body === 'bad').map(record => ({
      itemIdentifier: record.messageId,
    })),
  }))
  await start({ handlers: { events: events.handler }, batchingWindowMs: 100 })
  queue(EVENTS).send({ body: 'good' })
  queue(EVENTS).send({ body: 'bad' })
  await clock.advance(360_999)
  expect(events.bodies()).toEqual([['good', 'bad']])
  await clock.advance(1_000)
  expect(events.bodies()).toEqual([['good', 'bad'], ['bad']])
})

test.each([
  ['throws', () => Promise.reject(new Error('no'))],
  [
    'reports a message that was not in the batch',
    () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] }),
  ],
  ['reports with a mistyped key', () => ({ batchItemFailures: [{ itemId: 'x' }] })],
])('a function that %s fails its whole batch', async (_what, answer) => {
  const events = createRecorder(answer)
  await start({ handlers: { events: events.handler } })
  queue(EVENTS).send({ body: 'hello' })
  await clock.advance(1_000)
  expect(queue(EVENTS).messages()).toHaveLength(1)
})

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an empty list', { batchItemFailures: [] }],
])('a function that returns %s has settled its batch', async (_what, answer) => {
  const events = createRecorder(() => answer)
  await start({ handlers: { events: events.handler } })
  queue(EVENTS).send({ body: 'hello' })
  await clock.advance(0)
  expect(queue(EVENTS).messages()).toEqual([])
})

test('a message that was received as often as its queue allows ends in the dead-letter queue', async () => {
  await start({})
  const { maxReceiveCount = 0 } = queue(EVENTS).settings.redrive ?? {}
  queue(EVENTS).send({ body: 'poison' })
  let received = 0
  while (queue(EVENTS).receive(1, 0).length > 0) received += 1
  expect([received, maxReceiveCount]).toEqual([900, 900])
  expect(
    queue(`${EVENTS}-dead-letters`)
      .messages()
      .map(message => message.body),
  ).toEqual(['poison'])
})

test('one image at a time: a group waits for its first message, other groups do not', async () => {
  const release: (() => void)[] = []
  const requests = createRecorder(() => new Promise<void>(resolve => release.push(resolve)))
  await start({ handlers: { requests: requests.handler } })
  ask('image-a', 'a1')
  ask('image-a', 'a2')
  ask('image-b', 'b1')
  await clock.advance(0)
  expect(requests.bodies()).toEqual([['a1'], ['b1']])
  release[0]?.()
  await clock.advance(0)
  expect(requests.bodies()).toEqual([['a1'], ['b1'], ['a2']])
})

test('no more batches at once than the deployment allows', async () => {
  const release: (() => void)[] = []
  const requests = createRecorder(() => new Promise<void>(resolve => release.push(resolve)))
  await start({ handlers: { requests: requests.handler } })
  for (let index = 0; index < 21; index += 1) ask(`image-${index}`, `m${index}`)
  await clock.advance(0)
  expect(requests.events).toHaveLength(20)
  release[0]?.()
  await clock.advance(0)
  expect(requests.events).toHaveLength(21)
})

test('a function that does not end is cut off at its timeout, and its message is delivered again', async () => {
  const requests = createRecorder(() => new Promise(() => {}))
  await start({ handlers: { requests: requests.handler } })
  ask('image-a', 'a1')
  await clock.advance(59_000)
  expect(requests.contexts[0]?.getRemainingTimeInMillis()).toBe(1_000)
  await clock.advance(1_000)
  expect(world.timeline.recent().at(-1)?.title).toMatch(/Task timed out after 60\.00 seconds/)
  await clock.advance(300_000)
  expect(requests.bodies()).toEqual([['a1'], ['a1']])
})

test.each([
  ['before', false, 0],
  ['after', true, 1],
])('a function that dies %s its work', async (_when, afterEffect, runs) => {
  const events = createRecorder()
  await start({ handlers: { events: events.handler } })
  world.faults.add({ service: 'lambda', call: 'events', drop: true, afterEffect })
  queue(EVENTS).send({ body: 'hello' })
  await clock.advance(1_000)
  expect(events.events).toHaveLength(runs)
  await clock.advance(361_000)
  expect(events.events).toHaveLength(runs + 1)
})

test('a schedule runs at its rate, and again after a failure', async () => {
  let failing = true
  const seen: string[] = []
  const schedule = (event: unknown) => {
    seen.push((event as { 'detail-type': string })['detail-type'])
    if (failing) throw new Error('no')
  }
  await start({ handlers: { schedule }, schedules: true })
  await clock.advance(299_999)
  expect(seen).toEqual([])
  await clock.advance(1)
  expect(seen).toEqual(['Scheduled Event'])
  failing = false
  await clock.advance(60_000)
  expect(seen).toHaveLength(2)
  await clock.advance(240_000)
  expect(seen).toHaveLength(3)
})
