import type { Clock } from '../../../kernel/clock.ts'
import { findQueue, readNumber, readTexts, type SqsAction } from '../action.ts'
import { invalidValue } from '../errors.ts'
import { type Message, md5, md5OfAttributes, systemAttributesOf } from '../message.ts'
import type { Queue } from '../queue.ts'

const LONGEST_WAIT_SEC = 20
const MESSAGES_AT_MOST = 10

/** Resolves when the queue changes, when its next message becomes visible, or at `untilMs`. */
const somethingMayHaveCome = (queue: Queue, clock: Clock, untilMs: number): Promise<void> => {
  const nextMs = Math.min(queue.nextVisibleAtMs() ?? untilMs, untilMs)
  return new Promise(resolve => {
    const stop = queue.onChange(() => {
      stop()
      resolve()
    })
    void clock.sleep(Math.max(nextMs - clock.nowMs(), 1)).then(() => {
      stop()
      resolve()
    })
  })
}

const matches = (name: string, wanted: readonly string[]): boolean =>
  wanted.some(
    want =>
      want === 'All' ||
      want === '.*' ||
      want === name ||
      (want.endsWith('.*') && name.startsWith(want.slice(0, -1))),
  )

const describe = (
  message: Message,
  account: string,
  names: readonly string[],
  attributeNames: readonly string[],
) => {
  const system = Object.entries(systemAttributesOf(message, account)).filter(([name]) => matches(name, names))
  const attributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => matches(name, attributeNames)),
  )
  const attributesMd5 = md5OfAttributes(attributes)
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(attributesMd5 !== undefined && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: attributesMd5,
    }),
  }
}

/** Long polling waits on the clock, and ends with the first message. */
export const ReceiveMessage: SqsAction = async (input, world) => {
  const queue = findQueue(input, world)
  const atMost = readNumber(input, 'MaxNumberOfMessages') ?? 1
  const waitSec = readNumber(input, 'WaitTimeSeconds') ?? queue.settings.receiveWaitSec
  if (atMost < 1 || atMost > MESSAGES_AT_MOST) {
    throw invalidValue(
      'MaxNumberOfMessages',
      atMost,
      `Must be between 1 and ${MESSAGES_AT_MOST}, if provided.`,
    )
  }
  if (waitSec < 0 || waitSec > LONGEST_WAIT_SEC) {
    throw invalidValue('WaitTimeSeconds', waitSec, `Must be >= 0 and <= ${LONGEST_WAIT_SEC}, if provided.`)
  }
  const untilMs = world.clock.nowMs() + waitSec * 1_000
  let received = queue.receive(atMost, readNumber(input, 'VisibilityTimeout'))
  while (received.length === 0 && world.clock.nowMs() < untilMs) {
    await somethingMayHaveCome(queue, world.clock, untilMs)
    received = queue.receive(atMost, readNumber(input, 'VisibilityTimeout'))
  }
  const names = [...readTexts(input, 'AttributeNames'), ...readTexts(input, 'MessageSystemAttributeNames')]
  const attributeNames = readTexts(input, 'MessageAttributeNames')
  if (received.length === 0) return {}
  return { Messages: received.map(message => describe(message, world.account, names, attributeNames)) }
}
