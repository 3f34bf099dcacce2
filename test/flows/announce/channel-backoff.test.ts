import { createChannelBackoff } from '../../../src/channel-backoff.ts'
import { retryOf } from '../../../src/domain/retry-later.ts'

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

const roomOf = (act: () => void) => retryOf(thrown(act)).room

test('those that wait come back one after another', () => {
  const backoff = createChannelBackoff()
  const first = thrown(() => backoff.throwIfBusy('ready', BUSY))
  const second = thrown(() => backoff.throwIfFull('ready'))
  expect([first, second].map(retryOf)).toEqual([
    { afterSec: 3, why: 'Slack asks to wait before the next message in ready.', room: 'full' },
    { afterSec: 5, why: 'Others wait for room in ready; this one comes after them.', room: 'full' },
  ])
})

test('where the channel took a message of the batch, the others only wait their turn there', () => {
  const backoff = createChannelBackoff()
  backoff.throwIfBusy('ready', DELIVERED)
  expect(roomOf(() => backoff.throwIfBusy('ready', BUSY))).toBe('taking')
  expect(roomOf(() => backoff.throwIfFull('ready'))).toBe('taking')
  expect(roomOf(() => backoff.throwIfBusy('alerts', BUSY))).toBe('full')
})

test('a message that was posted before says nothing of Slack now', () => {
  const backoff = createChannelBackoff()
  backoff.throwIfBusy('ready', { ...DELIVERED, payload: {} })
  expect(roomOf(() => backoff.throwIfBusy('ready', BUSY))).toBe('full')
})

test('where Slack has trouble of its own, nobody waits for room', () => {
  const backoff = createChannelBackoff()
  backoff.throwIfBusy('ready', DELIVERED)
  expect(roomOf(() => backoff.throwIfBusy('ready', { ...BUSY, inDoubt: true }))).toBeUndefined()
  expect(roomOf(() => backoff.throwIfFull('ready'))).toBeUndefined()
})
