import { mayBeRecorded, type RecordedEvent } from '../../src/domain/recorded-event.ts'

const of = (
  meaning: RecordedEvent['meaning'],
  more: { state?: string; before?: string[]; last?: object } = {},
) =>
  ({
    event: { state: more.state ?? 'available' },
    record: more.last ? { lastEvent: more.last } : {},
    meaning,
    earlierBatchIds: more.before ?? [],
  }) as unknown as RecordedEvent

test('an event out of order may be in the history once an earlier batch had claimed it', () => {
  expect(mayBeRecorded(of('outOfOrder'))).toBe(false)
  expect(mayBeRecorded(of('outOfOrder', { before: ['b1'] }))).toBe(true)
})

test('a delivered one again: where it ended a request, or a person is known, or the image is gone', () => {
  expect(mayBeRecorded(of('redelivered'))).toBe(false)
  expect(mayBeRecorded(of('redelivered', { last: {} }))).toBe(false)
  expect(mayBeRecorded(of('redelivered', { last: { by: { userId: 'U0' } } }))).toBe(true)
  expect(mayBeRecorded(of('redelivered', { last: { ended: { id: 'r1' } } }))).toBe(true)
  expect(mayBeRecorded(of('redelivered', { state: 'deregistered' }))).toBe(true)
})

test('a new one, or one that was observed, is not', () => {
  expect(mayBeRecorded(of('new', { before: ['b1'], state: 'deregistered', last: { by: {} } }))).toBe(false)
  expect(mayBeRecorded(of('alreadyObserved', { before: ['b1'] }))).toBe(false)
})
