import { createServer } from 'node:http'
import { createChangeVisibility, type Hidden } from '../../src/aws/sqs/change-visibility.ts'
import { createReturnMessages, type Unhandled } from '../../src/aws/sqs/return-messages.ts'
import { createKeptLog } from '../support/kept-log.ts'

const NOW_MS = Date.UTC(2026, 10, 26, 12)
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const given = () => {
  const log = createKeptLog()
  const hidden: Hidden[] = []
  const deadLetters: string[] = []
  const returnMessages = createReturnMessages({
    changeVisibility: async messages => {
      hidden.push(...messages)
    },
    sendToDeadLetters: async ({ messageId }) => {
      deadLetters.push(messageId)
    },
    isAwaited: false,
    retentionMs: 4 * DAY_MS,
    clock: { nowMs: () => NOW_MS },
    log,
  })
  return { log, hidden, deadLetters, returnMessages }
}
const record = (messageId: string, sentAtMs: number | undefined, received = 1) => ({
  messageId,
  receiptHandle: messageId,
  body: '{}',
  received,
  sentAtMs,
  groupId: undefined,
  isRedriven: false,
  isSentByRole: false,
})
const failed = (messageId: string, ageMs: number, afterSec = 0): Unhandled => ({
  record: record(messageId, NOW_MS - ageMs),
  kind: 'failed',
  afterSec,
})

test('each message returns at its own time; what is too old or never parsed does not', async () => {
  const { hidden, deadLetters, returnMessages } = given()
  const stay = await returnMessages([
    failed('young', 0),
    failed('asked to wait', 0, 45),
    failed('an hour old', 60 * MINUTE_MS),
    failed('too old', 4 * DAY_MS - 1),
    { record: record('a reminder', NOW_MS), kind: 'deferred', afterSec: 5_000 },
    { record: record('no time, tenth delivery', undefined, 10), kind: 'failed', afterSec: 0 },
    { record: record('nonsense', NOW_MS), kind: 'unparsable', why: 'WHY' },
  ])
  expect(Object.fromEntries(hidden.map(({ receiptHandle, afterSec }) => [receiptHandle, afterSec]))).toEqual({
    young: 2,
    'asked to wait': 45,
    'an hour old': 300,
    'a reminder': 5_000,
    'no time, tenth delivery': 240,
  })
  expect(stay.map(({ messageId }) => messageId).sort()).toEqual(
    hidden.map(({ receiptHandle }) => receiptHandle).sort(),
  )
  expect(deadLetters.sort()).toEqual(['nonsense', 'too old'])
})

test('what fails for a quarter of an hour is one error line for the batch', async () => {
  const { log, returnMessages } = given()
  await returnMessages([failed('new', 14 * MINUTE_MS)])
  await returnMessages([{ record: record('a reminder', NOW_MS - DAY_MS), kind: 'deferred', afterSec: 60 }])
  expect(log.lines).toEqual([])
  await returnMessages([failed('a', 15 * MINUTE_MS), failed('b', 40 * MINUTE_MS), failed('c', 0)])
  expect(log.lines).toEqual([
    {
      level: 'error',
      message: 'Messages have failed for a quarter of an hour or longer; they stay in their queue.',
      facts: { count: 2, oldestMinutes: 40 },
    },
  ])
})

describe('the visibility of many messages', () => {
  const changeAtServer = async (count: number, answer: { status: number; body: object }) => {
    const calls: { Id: string; ReceiptHandle: string; VisibilityTimeout: number }[][] = []
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      calls.push(JSON.parse(Buffer.concat(chunks).toString()).Entries)
      response.statusCode = answer.status
      response.end(JSON.stringify(answer.body))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address() as { port: number }
    const log = createKeptLog()
    const signing = { region: 'us-east-1', accessKeyId: 'AKIATEST', secretAccessKey: 'test' }
    const change = createChangeVisibility(signing, 'a-queue', `http://127.0.0.1:${address.port}/`, log)
    try {
      await change(
        Array.from({ length: count }, (_, i) => ({ receiptHandle: `r${i}`, afterSec: i * 3_000.4 })),
      )
      return { calls, lines: log.lines }
    } finally {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }

  test('is changed ten at a time, up to twelve hours', async () => {
    const { calls, lines } = await changeAtServer(25, { status: 200, body: { Successful: [] } })
    expect(calls.map(entries => entries.length).sort()).toEqual([10, 10, 5])
    const changed = calls.flat().map(entry => [entry.ReceiptHandle, entry.VisibilityTimeout])
    expect(Object.fromEntries(changed)).toMatchObject({ r0: 0, r1: 3_000, r14: 42_006, r15: 43_200 })
    expect(calls[0]?.map(({ Id }) => Id)).toEqual([...'0123456789'])
    expect(lines).toEqual([])
  })

  test.each([
    [
      1,
      { status: 200, body: { Failed: [{ Id: '0', Code: 'ReceiptHandleIsInvalid' }] } },
      'ReceiptHandleIsInvalid',
    ],
    [
      4,
      { status: 400, body: { __type: 'AccessDenied' } },
      'AccessDenied: AmazonSQS.ChangeMessageVisibilityBatch was refused: AccessDenied',
    ],
  ])('%d that could not be changed are one line in the log', async (count, answer, why) => {
    const { lines } = await changeAtServer(4, answer)
    expect(lines.map(({ level, facts }) => [level, facts])).toEqual([['warn', { count, why }]])
  })
})
