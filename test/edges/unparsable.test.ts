import fc from 'fast-check'
import { parseMessage } from '../../src/aws/events/bus-message.ts'
import { createReturnMessages } from '../../src/aws/sqs/return-messages.ts'
import { type QueueRecord, readRecords } from '../../src/aws/sqs/sqs-records.ts'
import { createKeptLog } from '../support/kept-log.ts'

const NOW_MS = Date.UTC(2026, 10, 26, 12)
const DAY_MS = 24 * 60 * 60_000

const given = (sendToDeadLetters: () => Promise<void> = async () => undefined) => {
  const log = createKeptLog()
  const returnMessages = createReturnMessages({
    changeVisibility: async () => undefined,
    sendToDeadLetters,
    isAwaited: false,
    retentionMs: 4 * DAY_MS,
    clock: { nowMs: () => NOW_MS },
    log,
  })
  return {
    /** @returns whether it left its queue */
    reject: async (record: QueueRecord) =>
      (await returnMessages([{ record, kind: 'unparsable', why: 'WHY' }])).length === 0,
    reasons: () => log.lines.filter(({ facts }) => facts && 'why' in facts && facts.why === 'WHY'),
  }
}
const record = (received: number, ageMs = 1_000): QueueRecord => ({
  messageId: 'm',
  receiptHandle: 'r',
  body: '{}',
  received,
  sentAtMs: NOW_MS - ageMs,
  groupId: undefined,
  isRedriven: false,
  isSentByRole: false,
})

describe('the reason why a message cannot be parsed is logged once', () => {
  test.each([1, 2, 7, 999])('where it reaches a function with delivery %d', async received => {
    const { reject, reasons } = given()
    expect(await reject(record(received))).toBe(true)
    expect(reasons()).toEqual([
      {
        level: 'error',
        message: 'A message could not be parsed; it went to the dead-letter queue.',
        facts: { messageId: 'm', why: 'WHY' },
      },
    ])
  })

  test('where the dead-letter queue does not answer at first', async () => {
    let fails = 2
    const { reject, reasons } = given(async () => {
      if (fails-- > 0) throw new Error('SQS does not answer')
    })
    const left = []
    for (const received of [1, 2, 3]) left.push(await reject(record(received)))
    expect(left).toEqual([false, false, true])
    expect(reasons()).toHaveLength(1)
  })

  test('where it never answers: before the queue drops the message', async () => {
    const { reject, reasons } = given(() => Promise.reject(new Error('no such queue')))
    expect(await reject(record(1, DAY_MS))).toBe(false)
    expect(reasons()).toEqual([])
    expect(await reject(record(600, 4 * DAY_MS - 60_000))).toBe(false)
    expect(reasons().map(({ message }) => message)).toEqual([
      'A message could not be parsed; its queue drops it soon.',
    ])
  })
})

const EVENT = {
  id: 'an-id',
  source: 'aws.ec2',
  'detail-type': 'EC2 AMI State Change',
  account: '123456789012',
  region: 'us-east-1',
  time: '2026-11-26T12:00:00Z',
  detail: { ImageId: 'ami-0123456789abcdef0', State: 'failed', ErrorMessage: 'no' },
}
const CALL = {
  ...EVENT,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DisableImage',
    requestParameters: { imageId: 'ami-0123456789abcdef0' },
  },
}
const SECRET = 'hunter2-S3CRET'
const secrets = fc.constantFrom<unknown>(
  SECRET,
  [SECRET],
  { [SECRET]: SECRET },
  4815162342,
  `${SECRET}\n${SECRET}`,
)

describe('the reason holds none of the values of the message', () => {
  test.each([
    ['an event', EVENT, ['id', 'source', 'account', 'region', 'time', 'detail']],
    ['an event’s detail', EVENT, ['ImageId', 'State', 'ErrorMessage', 'RequestId']],
    ['a call', CALL, ['id', 'source', 'account', 'region', 'time', 'detail']],
    ['a call’s detail', CALL, ['eventSource', 'eventName', 'requestParameters', 'userIdentity']],
  ])('%s', (situation, message, keys) => {
    const inDetail = situation.endsWith('detail')
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), secrets, { minKeys: 1 }), planted => {
        const body = inDetail
          ? { ...message, detail: { ...message.detail, ...planted } }
          : { ...message, ...planted }
        const parsed = parseMessage(JSON.stringify(body), NOW_MS)
        if (parsed.kind !== 'unreadable') return
        expect(parsed.why).not.toMatch(/hunter2|4815162342/)
        expect(parsed.why).toMatch(/expected/)
      }),
      { seed: 20261126, numRuns: 300 },
    )
  })

  test.each([
    [
      { State: 'exploded' },
      'detail.State: expected one of available, failed, deregistered, disabled, got another text',
    ],
    [{ ImageId: 7 }, 'detail.ImageId: expected a string, got a number'],
    [{ ImageId: undefined }, 'detail.ImageId: expected a value, got nothing'],
    [{ RequestId: null }, 'detail.RequestId: expected a string, got null'],
  ])('it says where, what was expected, and what kind of value stood there: %j', (detail, why) => {
    const body = JSON.stringify({ ...EVENT, detail: { ...EVENT.detail, ...detail } })
    expect(parseMessage(body, NOW_MS)).toEqual({ kind: 'unreadable', why })
  })

  test('nor does the error for what is no event of SQS', () => {
    const event = { Records: [{ messageId: 'm', body: { [SECRET]: SECRET }, secret: SECRET }] }
    const thrown = (() => {
      try {
        return readRecords(event)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toEqual(
      new Error('Expected an event of SQS: Records.0.body: expected string, got keys with values'),
    )
    expect(Object.keys(thrown as object)).toEqual([])
  })
})
