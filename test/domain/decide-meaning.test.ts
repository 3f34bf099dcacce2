import { decideMeaning } from '../../src/domain/decide-meaning.ts'
import type { ImageEvent } from '../../src/domain/event.ts'
import type { ImageState } from '../../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../../src/domain/record.ts'
import { givenEvent, givenFacts, givenRecord, givenRequest, givenTold, NOON_MS } from './given.ts'

const SECOND_MS = 1_000

const read = (
  known: Partial<ImageRecord>,
  event: Partial<ImageEvent>,
  liveState?: ImageState,
): ReturnType<typeof decideMeaning> =>
  decideMeaning(givenRecord(known), givenEvent(event), liveState && givenFacts({ state: liveState }))

describe('an event that is news', () => {
  test('is the first of its image', () => {
    expect(read({}, {})).toBe('new')
  })

  test('is newer than what was announced', () => {
    expect(read({ lastEvent: givenTold() }, { state: 'disabled', atMs: NOON_MS + SECOND_MS })).toBe('new')
  })

  test('has the same state again, later: enabled, disabled and enabled is no repetition', () => {
    expect(read({ lastEvent: givenTold() }, { atMs: NOON_MS + SECOND_MS })).toBe('new')
  })

  test('turns a deregistered image back, because the Recycle Bin gave it back later', () => {
    const lastEvent = givenTold({ state: 'deregistered' })
    expect(read({ lastEvent }, { atMs: NOON_MS + SECOND_MS }, 'available')).toBe('new')
  })

  test('says what a look at EC2 had found', () => {
    const known = {
      lastEvent: givenTold(),
      observedState: { state: 'disabled' as const, atMs: NOON_MS + 60 * SECOND_MS },
    }
    expect(read(known, { state: 'disabled', atMs: NOON_MS + 5 * SECOND_MS })).toBe('new')
  })
})

describe('an event that is known', () => {
  test('is delivered twice', () => {
    expect(read({ lastEvent: givenTold({ eventId: 'event-1' }) }, { id: 'event-1' })).toBe('redelivered')
  })

  test('is delivered twice, after a look found another state', () => {
    const known = {
      lastEvent: givenTold({ eventId: 'event-1' }),
      observedState: { state: 'disabled' as const, atMs: NOON_MS + 60 * SECOND_MS },
    }
    expect(read(known, { id: 'event-1' }, 'disabled')).toBe('redelivered')
  })

  test('comes after a look had announced it: already observed', () => {
    const lastEvent = givenTold({ state: 'disabled', seenLate: true })
    expect(read({ lastEvent }, { state: 'disabled', atMs: NOON_MS - 240 * SECOND_MS })).toBe(
      'alreadyObserved',
    )
    expect(read({ lastEvent }, { state: 'disabled', atMs: NOON_MS })).toBe('alreadyObserved')
  })

  test('is of the state that a look had announced, but happened since: new', () => {
    const lastEvent = givenTold({ state: 'disabled', seenLate: true })
    expect(read({ lastEvent }, { state: 'disabled', atMs: NOON_MS + SECOND_MS })).toBe('new')
  })

  test('is of another state than a look had announced, and older: out of order', () => {
    const lastEvent = givenTold({ state: 'disabled', seenLate: true })
    expect(read({ lastEvent }, { state: 'available', atMs: NOON_MS - SECOND_MS })).toBe('outOfOrder')
  })
})

describe('an event that a look made', () => {
  const lastEvent = givenTold({ state: 'disabled' })
  const seen = { state: 'disabled' as const, atMs: NOON_MS + 60 * SECOND_MS, seenLate: true as const }

  test('is of an image of which nothing was announced: new', () => {
    expect(read({}, seen, 'disabled')).toBe('new')
    expect(read({}, { ...seen, state: 'deregistered' })).toBe('new')
  })

  test('is of another state than was announced: new', () => {
    expect(read({ lastEvent: givenTold() }, seen, 'disabled')).toBe('new')
  })

  test('is of the state that EC2 has announced meanwhile', () => {
    expect(read({ lastEvent }, seen, 'disabled')).toBe('alreadyObserved')
    expect(read({ lastEvent }, seen)).toBe('alreadyObserved')
  })

  test('is of the state that was announced, but another look had found another since: new', () => {
    const observedState = { state: 'available' as const, atMs: NOON_MS + 30 * SECOND_MS }
    expect(read({ lastEvent, observedState }, seen, 'disabled')).toBe('new')
  })

  test('is of the state that was announced, and the answer to an open request: new', () => {
    const request = givenRequest({ actedAtMs: NOON_MS + 50 * SECOND_MS })
    expect(read({ lastEvent, request }, seen, 'disabled')).toBe('new')
    expect(read({ lastEvent, request: { ...request, state: 'failed' } }, seen, 'disabled')).toBe(
      'alreadyObserved',
    )
  })

  test('is contradicted by what EC2 says now', () => {
    expect(read({ lastEvent: givenTold() }, seen, 'available')).toBe('alreadyObserved')
  })
})

describe('an event that came late', () => {
  test('is a second older than what was announced', () => {
    expect(read({ lastEvent: givenTold({ state: 'disabled' }) }, { atMs: NOON_MS - SECOND_MS })).toBe(
      'outOfOrder',
    )
  })

  test('is older, of the same state', () => {
    expect(read({ lastEvent: givenTold() }, { atMs: NOON_MS - SECOND_MS })).toBe('outOfOrder')
  })

  test('is older than the deregistration', () => {
    expect(read({ lastEvent: givenTold({ state: 'deregistered' }) }, { atMs: NOON_MS - SECOND_MS })).toBe(
      'outOfOrder',
    )
  })

  test('is of an earlier second than a look that found another state', () => {
    const observedState = { state: 'disabled' as const, atMs: NOON_MS + 1_700 }
    expect(read({ observedState }, { atMs: NOON_MS })).toBe('outOfOrder')
  })
})

describe('two events within one second', () => {
  test('EC2 says now what was announced first: the other one is out of order', () => {
    expect(read({ lastEvent: givenTold({ state: 'disabled' }) }, { state: 'available' }, 'disabled')).toBe(
      'outOfOrder',
    )
  })

  test('EC2 says now what the event says: it is news', () => {
    expect(read({ lastEvent: givenTold({ state: 'disabled' }) }, { state: 'available' }, 'available')).toBe(
      'new',
    )
  })

  test('EC2 says nothing: the event is believed', () => {
    expect(read({ lastEvent: givenTold({ state: 'available' }) }, { state: 'deregistered' })).toBe('new')
  })

  test('both are of one state, and EC2 says so: the second is news', () => {
    expect(read({ lastEvent: givenTold() }, {}, 'available')).toBe('new')
  })

  test('one was the deregistration: nothing within its second counts', () => {
    const lastEvent = givenTold({ state: 'deregistered' })
    expect(read({ lastEvent }, { state: 'available' })).toBe('outOfOrder')
    expect(read({ lastEvent }, { state: 'available' }, 'available')).toBe('outOfOrder')
    expect(read({ lastEvent }, { state: 'deregistered' })).toBe('outOfOrder')
  })

  test('a look and the event: AWS gave whole seconds, so the event may have been the later one', () => {
    const observedState = { state: 'disabled' as const, atMs: NOON_MS + 700 }
    expect(read({ observedState }, { atMs: NOON_MS })).toBe('new')
  })
})

describe('the state that the cards show', () => {
  const facts = givenFacts({ state: 'pending' })

  test.each<[string, Partial<ImageRecord>, ImageState | undefined]>([
    ['nothing is known', {}, undefined],
    ['only EC2’s facts are', { facts }, 'pending'],
    ['an event was told', { facts, lastEvent: givenTold({ state: 'failed' }) }, 'failed'],
    [
      'a look has found another since',
      {
        facts,
        lastEvent: givenTold({ state: 'failed' }),
        observedState: { state: 'deregistered', atMs: NOON_MS },
      },
      'deregistered',
    ],
  ])('%s', (_what, known, expected) => {
    expect(stateOf(givenRecord(known))).toBe(expected)
  })
})
