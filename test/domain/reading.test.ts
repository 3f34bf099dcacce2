import { decideMeaning } from '../../src/domain/apply-event.ts'
import type { ImageEvent } from '../../src/domain/event.ts'
import type { ImageState } from '../../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../../src/domain/record.ts'
import { givenEvent, givenFacts, givenRecord, givenTold, NOON_MS } from './given.ts'

const SECOND_MS = 1_000

const read = (
  known: Partial<ImageRecord>,
  event: Partial<ImageEvent>,
  liveState?: ImageState,
): ReturnType<typeof decideMeaning> =>
  decideMeaning(givenRecord(known), givenEvent(event), liveState && givenFacts({ state: liveState }))

describe('an event that is news', () => {
  test('is the first of its image', () => {
    expect(read({}, {})).toBe('news')
  })

  test('is newer than what was told', () => {
    expect(read({ told: givenTold() }, { state: 'disabled', atMs: NOON_MS + SECOND_MS })).toBe('news')
  })

  test('tells the same state again, later: enabled, disabled and enabled is no repetition', () => {
    expect(read({ told: givenTold() }, { atMs: NOON_MS + SECOND_MS })).toBe('news')
  })

  test('turns a deregistered image back, because the Recycle Bin gave it back later', () => {
    const told = givenTold({ state: 'deregistered' })
    expect(read({ told }, { atMs: NOON_MS + SECOND_MS }, 'available')).toBe('news')
  })

  test('says what a look at EC2 had found', () => {
    const known = { told: givenTold(), seen: { state: 'disabled' as const, atMs: NOON_MS + 60 * SECOND_MS } }
    expect(read(known, { state: 'disabled', atMs: NOON_MS + 5 * SECOND_MS })).toBe('news')
  })
})

describe('an event that is known', () => {
  test('is delivered twice', () => {
    expect(read({ told: givenTold({ eventId: 'event-1' }) }, { id: 'event-1' })).toBe('again')
  })

  test('is delivered twice, after a look found another state', () => {
    const known = {
      told: givenTold({ eventId: 'event-1' }),
      seen: { state: 'disabled' as const, atMs: NOON_MS + 60 * SECOND_MS },
    }
    expect(read(known, { id: 'event-1' }, 'disabled')).toBe('again')
  })

  test('comes after a look had told it: an echo', () => {
    const told = givenTold({ state: 'disabled', seenLate: true })
    expect(read({ told }, { state: 'disabled', atMs: NOON_MS - 240 * SECOND_MS })).toBe('echo')
    expect(read({ told }, { state: 'disabled', atMs: NOON_MS })).toBe('echo')
  })

  test('is of the state that a look had told, but happened since: news', () => {
    const told = givenTold({ state: 'disabled', seenLate: true })
    expect(read({ told }, { state: 'disabled', atMs: NOON_MS + SECOND_MS })).toBe('news')
  })

  test('is of another state than a look had told, and older: old', () => {
    const told = givenTold({ state: 'disabled', seenLate: true })
    expect(read({ told }, { state: 'available', atMs: NOON_MS - SECOND_MS })).toBe('old')
  })
})

describe('an event that came late', () => {
  test('is a second older than what was told', () => {
    expect(read({ told: givenTold({ state: 'disabled' }) }, { atMs: NOON_MS - SECOND_MS })).toBe('old')
  })

  test('is older, of the same state', () => {
    expect(read({ told: givenTold() }, { atMs: NOON_MS - SECOND_MS })).toBe('old')
  })

  test('is older than the deregistration', () => {
    expect(read({ told: givenTold({ state: 'deregistered' }) }, { atMs: NOON_MS - SECOND_MS })).toBe('old')
  })

  test('is of an earlier second than a look that found another state', () => {
    const seen = { state: 'disabled' as const, atMs: NOON_MS + 1_700 }
    expect(read({ seen }, { atMs: NOON_MS })).toBe('old')
  })
})

describe('two events within one second', () => {
  test('EC2 says now what was told first: the other one is old', () => {
    expect(read({ told: givenTold({ state: 'disabled' }) }, { state: 'available' }, 'disabled')).toBe('old')
  })

  test('EC2 says now what the event says: it is news', () => {
    expect(read({ told: givenTold({ state: 'disabled' }) }, { state: 'available' }, 'available')).toBe('news')
  })

  test('EC2 says nothing: the event is believed', () => {
    expect(read({ told: givenTold({ state: 'available' }) }, { state: 'deregistered' })).toBe('news')
  })

  test('one was the deregistration: nothing within its second counts', () => {
    const told = givenTold({ state: 'deregistered' })
    expect(read({ told }, { state: 'available' })).toBe('old')
    expect(read({ told }, { state: 'available' }, 'available')).toBe('old')
    expect(read({ told }, { state: 'deregistered' })).toBe('old')
  })

  test('a look and the event: AWS gave whole seconds, so the event may have been the later one', () => {
    const seen = { state: 'disabled' as const, atMs: NOON_MS + 700 }
    expect(read({ seen }, { atMs: NOON_MS })).toBe('news')
  })
})

describe('the state that the cards show', () => {
  const facts = givenFacts({ state: 'pending' })

  test.each<[string, Partial<ImageRecord>, ImageState | undefined]>([
    ['nothing is known', {}, undefined],
    ['only EC2’s facts are', { facts }, 'pending'],
    ['an event was told', { facts, told: givenTold({ state: 'failed' }) }, 'failed'],
    [
      'a look has found another since',
      { facts, told: givenTold({ state: 'failed' }), seen: { state: 'deregistered', atMs: NOON_MS } },
      'deregistered',
    ],
  ])('%s', (_what, known, expected) => {
    expect(stateOf(givenRecord(known))).toBe(expected)
  })
})
