import { createChannelBackoff } from '../../../src/channel-backoff.ts'
import { RetryLater, retryOf, WaitsItsTurn } from '../../../src/domain/retry-later.ts'

const BUSY = { kind: 'busy', retryAfterSec: 3 } as const
const DELIVERED = { kind: 'delivered', channelId: 'C1', ts: '1.0' } as const

const thrown = (act: () => void): unknown => {
  try {
    act()
    return undefined
  } catch (error) {
    return error
  }
}

test('where Slack takes no message of a batch, those that wait come back later the older they are', () => {
  const backoff = createChannelBackoff()
  const first = thrown(() => backoff.throwIfBusy('ready', BUSY))
  const second = thrown(() => backoff.throwIfFull('ready'))
  expect([first, second].map(retryOf)).toEqual([
    { afterSec: 3, why: 'Slack asks to wait before the next message in ready.' },
    { afterSec: 5, why: 'Others wait for room in ready; this one comes after them.' },
  ])
})

test('where Slack took one, the others only wait their turn in that channel', () => {
  const backoff = createChannelBackoff()
  backoff.throwIfBusy('ready', DELIVERED)
  expect(retryOf(thrown(() => backoff.throwIfBusy('ready', BUSY)))).toMatchObject({
    afterSec: 3,
    waitsItsTurn: true,
  })
  expect(thrown(() => backoff.throwIfFull('ready'))).toBeInstanceOf(WaitsItsTurn)
  const elsewhere = thrown(() => backoff.throwIfBusy('alerts', BUSY))
  expect(elsewhere).toBeInstanceOf(RetryLater)
  expect(elsewhere).not.toBeInstanceOf(WaitsItsTurn)
})
