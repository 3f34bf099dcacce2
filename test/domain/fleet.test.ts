import { EVENT_STATES, type EventState } from '../../src/domain/event.ts'
import {
  compareState,
  doubtfulMark,
  isEventState,
  placeKey,
  type StateComparison,
  settledMark,
  stateOfMark,
} from '../../src/domain/fleet.ts'
import type { ImageState } from '../../src/domain/image.ts'
import type { ImageRecord } from '../../src/domain/record.ts'
import { givenFacts, givenRecord, givenRequest, givenTold, NOON_MS } from './given.ts'

const STATES: ImageState[] = [...EVENT_STATES, 'pending', 'transient', 'invalid', 'error']
const LAG_MS = 30_000
const DAY_MS = 24 * 3_600_000

test('a place is an account in a region', () => {
  expect(placeKey({ account: '123456789012', region: 'eu-west-1' })).toBe('123456789012/eu-west-1')
})

test('each state has marks of its own, and the doubtful one is another', () => {
  expect(new Set(STATES.flatMap(state => [settledMark(state), doubtfulMark(state)])).size).toBe(16)
  for (const state of STATES) expect(settledMark(state) + doubtfulMark(state)).toMatch(/^[a-z][A-Z]$/)
})

test('a mark gives its state back, and nothing else does', () => {
  for (const state of STATES)
    expect([stateOfMark(settledMark(state)), stateOfMark(doubtfulMark(state))]).toEqual([state, state])
  expect(stateOfMark('q')).toBeUndefined()
  expect(stateOfMark('aa')).toBeUndefined()
})

test('EC2 announces four of the states', () => {
  expect(STATES.filter(isEventState)).toEqual(EVENT_STATES)
})

describe('what EC2 shows, and the last event', () => {
  const compare = (
    known: Partial<ImageRecord>,
    state: ImageState,
    { mark, isFirst = false, afterMs = DAY_MS }: { mark?: string; isFirst?: boolean; afterMs?: number } = {},
  ): StateComparison => compareState(givenRecord(known), state, mark, isFirst, NOON_MS + afterMs)

  const lastEvent = givenTold()
  const facts = givenFacts()

  test('are the same: settled', () => {
    expect(compare({ lastEvent }, 'available')).toBe('settled')
  })

  test('are the same, found by a look within a day: its announcement may be unfinished', () => {
    const seenLate = givenTold({ seenLate: true })
    expect(compare({ lastEvent: seenLate }, 'available', { afterMs: DAY_MS - 1 })).toBe('unfinished')
    expect(compare({ lastEvent: seenLate }, 'available', { afterMs: DAY_MS })).toBe('settled')
  })

  test('are the same, but a look in between found another state: it was wrong, once EC2 had the time', () => {
    const known = { lastEvent, observedState: { state: 'disabled' as const, atMs: NOON_MS } }
    expect(compare(known, 'available', { afterMs: LAG_MS - 1 })).toBe('doubtful')
    expect(compare(known, 'available', { afterMs: LAG_MS })).toBe('misread')
  })

  test('are the same, and so was what a look found: settled', () => {
    const known = { lastEvent, observedState: { state: 'available' as const, atMs: NOON_MS } }
    expect(compare(known, 'available')).toBe('settled')
  })

  test('differ while a request is open: the request decides', () => {
    expect(compare({ lastEvent, request: givenRequest() }, 'disabled')).toBe('doubtful')
    const ended = givenRequest({ state: 'failed' })
    expect(compare({ lastEvent, request: ended }, 'available')).toBe('settled')
  })

  test.each(['pending', 'transient', 'invalid', 'error'] as const)(
    'differ by %s, which EC2 does not announce: settled',
    state => {
      expect(compare({ lastEvent }, state, { mark: doubtfulMark(state) })).toBe('settled')
    },
  )

  test('differ for the first time: doubtful; for the second: changed', () => {
    expect(compare({ lastEvent }, 'disabled', { mark: settledMark('available') })).toBe('doubtful')
    expect(compare({ lastEvent }, 'disabled')).toBe('doubtful')
    expect(compare({ lastEvent }, 'disabled', { mark: doubtfulMark('available') })).toBe('doubtful')
    expect(compare({ lastEvent }, 'disabled', { mark: doubtfulMark('disabled') })).toBe('changed')
  })

  test('differ directly after the event: EC2 lags behind', () => {
    const mark = doubtfulMark('disabled')
    expect(compare({ lastEvent }, 'disabled', { mark, afterMs: LAG_MS - 1 })).toBe('doubtful')
    expect(compare({ lastEvent }, 'disabled', { mark, afterMs: LAG_MS })).toBe('changed')
  })

  test('the image is gone: only one that EC2 has shown can be missed', () => {
    const mark = doubtfulMark('deregistered')
    expect(compare({ lastEvent, facts }, 'deregistered', { mark })).toBe('changed')
    expect(compare({ lastEvent }, 'deregistered', { mark })).toBe('settled')
    expect(compare({ lastEvent: givenTold({ state: 'disabled' }), facts }, 'available')).toBe('doubtful')
  })

  test('there was no event: what was there when a region was first scanned is not announced', () => {
    for (const state of EVENT_STATES as readonly EventState[]) {
      const mark = doubtfulMark(state)
      expect(compare({ facts }, state, { mark, isFirst: true })).toBe('settled')
      expect(compare({ facts }, state, { mark: settledMark(state) })).toBe('settled')
      expect(compare({ facts }, state, { mark })).toBe('changed')
      expect(compare({ facts }, state)).toBe('doubtful')
    }
  })

  test('there was an event: the first scan of a region announces what differs, too', () => {
    const seen = { mark: doubtfulMark('disabled'), isFirst: true }
    expect(compare({ lastEvent }, 'disabled', seen)).toBe('changed')
    expect(compare({ lastEvent }, 'disabled', { mark: settledMark('disabled') })).toBe('doubtful')
  })
})
