import {
  type Digest,
  isFinished,
  isOver,
  isShown,
  mostFrequent,
  needsList,
  stateCounts,
} from '../../src/domain/digest.ts'
import {
  digestDueAtMs,
  isListDue,
  putOff,
  showEveryMs,
  withListThrottle,
  withReminder,
} from '../../src/domain/digest-timing.ts'
import { NOON_MS } from './given.ts'

const NONE = { counts: {}, others: 0 }
const digestWith = (special: Partial<Digest> = {}): Digest => ({
  channel: 'ami-ready',
  version: 1,
  burst: 'batch-1',
  lastMs: NOON_MS,
  sinceMs: NOON_MS,
  untilMs: NOON_MS,
  count: 10,
  sizeGiB: 0,
  states: NONE,
  places: NONE,
  families: NONE,
  people: NONE,
  top: [],
  mention: [],
  called: [],
  batches: [],
  cards: 0,
  showFromMs: 0,
  fileFromMs: NOON_MS,
  lists: 0,
  ...special,
})
const SHOWN = { channelId: 'C0READY', ts: '1.000001', count: 10 }
const LISTED = { fileId: 'F0LIST', count: 10 }
const ACTOR = { kind: 'user', name: 'ops' } as const

test('a burst has ended after a minute of quiet', () => {
  expect(isOver(digestWith(), NOON_MS + 59_999)).toBe(false)
  expect(isOver(digestWith(), NOON_MS + 60_000)).toBe(true)
})

describe('a digest is', () => {
  test('shown where its message has all events and all actors', () => {
    expect(isShown(digestWith())).toBe(false)
    expect(isShown(digestWith({ shown: SHOWN }))).toBe(true)
    expect(isShown(digestWith({ shown: { ...SHOWN, count: 9 } }))).toBe(false)
    expect(isShown(digestWith({ shown: SHOWN, actors: [ACTOR] }))).toBe(false)
    expect(isShown(digestWith({ shown: { ...SHOWN, actorCount: 1 }, actors: [ACTOR] }))).toBe(true)
  })

  test('listed where its list has all events, or where Slack takes no list', () => {
    expect(needsList(digestWith())).toBe(true)
    expect(needsList(digestWith({ file: { ...LISTED, count: 9 } }))).toBe(true)
    expect(needsList(digestWith({ file: LISTED }))).toBe(false)
    expect(needsList(digestWith({ file: { refused: 'missing_scope' } }))).toBe(false)
  })

  test('finished where it is shown and listed, and no other list is left', () => {
    expect(isFinished(digestWith({ shown: SHOWN, file: LISTED }))).toBe(true)
    expect(isFinished(digestWith({ file: LISTED }))).toBe(false)
    expect(isFinished(digestWith({ shown: SHOWN }))).toBe(false)
    expect(isFinished(digestWith({ shown: SHOWN, file: LISTED, openFile: 'F0OLD' }))).toBe(false)
  })
})

test('the names of a tally come by their number, then in their order', () => {
  expect(mostFrequent({ counts: { b: 1, c: 3, a: 1 }, others: 7 })).toEqual([
    ['c', 3],
    ['a', 1],
    ['b', 1],
  ])
})

test('failures come first of the states; one without events is left out', () => {
  const states = { counts: { disabled: 1, available: 2, failed: 3, deregistered: 0 }, others: 0 }
  expect(stateCounts(digestWith({ states }))).toEqual([
    ['failed', 3],
    ['available', 2],
    ['disabled', 1],
  ])
})

describe('the list', () => {
  test('is renewed after half a minute, then after twice as long each, eight minutes at most', () => {
    let digest = digestWith()
    const waits = Array.from({ length: 6 }, () => {
      digest = withListThrottle(digest, NOON_MS)
      return (digest.fileFromMs - NOON_MS) / 1_000
    })
    expect(waits).toEqual([30, 60, 120, 240, 480, 480])
    expect(digest.lists).toBe(6)
  })

  test('is due where the message is posted, the list is behind and old enough', () => {
    const digest = digestWith({ shown: { ...SHOWN, count: 5 } })
    expect(isListDue(digest, NOON_MS)).toBe(true)
    expect(isListDue(digest, NOON_MS - 1)).toBe(false)
    expect(isListDue({ ...digest, file: LISTED }, NOON_MS)).toBe(false)
    expect(isListDue(digestWith(), NOON_MS)).toBe(false)
  })
})

describe('the reminder', () => {
  const reminder = { eventId: 'event-1', atMs: NOON_MS + 4_000, times: 1 }
  const remind = (special: Partial<Digest>, isBeingShown: boolean) =>
    withReminder(digestWith(special), 'event-2', NOON_MS, isBeingShown).reminder
  const soon = { eventId: 'event-2', atMs: NOON_MS + 5_000, times: 0 }
  const atClose = { eventId: 'event-2', atMs: NOON_MS + 75_000, times: 0 }

  test('shows in five seconds what nobody shows now, and closes what somebody does', () => {
    expect(remind({}, false)).toEqual(soon)
    expect(remind({}, true)).toEqual(atClose)
  })

  test('stays with the event that has it, if that comes in time', () => {
    expect(remind({ reminder }, false)).toEqual(reminder)
    expect(remind({ reminder }, true)).toEqual(reminder)
    expect(remind({ reminder: { ...reminder, atMs: NOON_MS + 5_000 } }, false)).toEqual({
      ...reminder,
      atMs: NOON_MS + 5_000,
    })
  })

  test('moves to the new event where the other one comes later than needed', () => {
    const later = { ...reminder, atMs: NOON_MS + 5_001 }
    expect(remind({ reminder: later }, false)).toEqual(soon)
    expect(remind({ reminder: later }, true)).toEqual(later)
  })

  test('moves to the new event where the other one should have come, or came twice', () => {
    for (const overdue of [
      { ...reminder, atMs: NOON_MS },
      { ...reminder, times: 2 },
    ]) {
      expect(remind({ reminder: overdue }, false)).toEqual(soon)
      expect(remind({ reminder: overdue }, true)).toEqual(atClose)
    }
  })

  test('that never came is missed by the schedule after three minutes', () => {
    const lastMs = NOON_MS
    expect(digestDueAtMs({ reminder, lastMs })).toBe(reminder.atMs + 180_000)
    expect(digestDueAtMs({ lastMs })).toBeUndefined()
    expect(digestDueAtMs({ lastMs, followUp: true })).toBe(NOON_MS + 180_000)
    expect(digestDueAtMs({ reminder, lastMs: reminder.atMs + 1, followUp: true })).toBe(
      reminder.atMs + 180_000,
    )
  })

  test('waits for its turn where several digests of the channel go on', () => {
    const turn = { showFromMs: NOON_MS + 12_000 }
    expect(remind({ ...turn, reminder: { ...reminder, atMs: NOON_MS + 60_000 } }, false)?.atMs).toBe(
      turn.showFromMs,
    )
    expect([showEveryMs({}), showEveryMs({ pace: 3 })]).toEqual([4_000, 12_000])
  })

  const putOffSec = (special: Partial<Digest>, times = 0, afterMs = 0, retryAfterSec?: number) => {
    const nowMs = NOON_MS + afterMs
    const { reminder: next } = putOff(digestWith(special), { ...reminder, times }, nowMs, retryAfterSec)
    expect(next).toMatchObject({ eventId: 'event-1', times: times + 1 })
    return next && (next.atMs - nowMs) / 1_000
  }

  test('is put off by five seconds, then by twice as long each, or as long as Slack asks', () => {
    expect([0, 1, 2, 3].map(times => putOffSec({}, times))).toEqual([5, 10, 20, 40])
    expect(putOffSec({}, 0, 0, 30)).toBe(30)
    expect(putOffSec({}, 3, 0, 30)).toBe(40)
  })

  test('is put off until all may have been quiet, where all is shown and listed', () => {
    expect(putOffSec({ shown: SHOWN, file: LISTED })).toBe(75)
    expect(putOffSec({ shown: SHOWN, file: LISTED }, 0, 59_000)).toBe(16)
  })

  test('is put off until the list is due, where all is shown', () => {
    expect(putOffSec({ shown: SHOWN, fileFromMs: NOON_MS + 20_000 })).toBe(20)
    expect(putOffSec({ shown: SHOWN, fileFromMs: NOON_MS + 90_000 })).toBe(75)
    expect(putOffSec({ shown: SHOWN, fileFromMs: NOON_MS - 1 })).toBe(1)
  })

  test('of a burst that has ended comes again soon, also where all is shown', () => {
    expect(putOffSec({ shown: SHOWN, file: LISTED }, 1, 60_000)).toBe(10)
  })
})
