import fc from 'fast-check'
import { EVENT_STATES, type EventState } from '../../src/domain/event.ts'
import {
  compareState,
  doubtfulMark,
  type Fleet,
  isEventState,
  placeKey,
  readFleet,
  type StateComparison,
  settledMark,
  writeFleet,
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

describe('a fleet that is kept', () => {
  const imageIds = fc
    .oneof(fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 17, maxLength: 17 }))
    .map(digits => `ami-${digits}`)
  const marks = fc.constantFrom(...STATES.flatMap(state => [settledMark(state), doubtfulMark(state)]))
  const fleets: fc.Arbitrary<Fleet> = fc.array(fc.tuple(imageIds, marks)).map(list => new Map(list))

  test('is read back as it was written, in whatever order its parts come', () => {
    fc.assert(
      fc.property(fleets, fleet => {
        const parts = writeFleet(fleet)
        expect(parts).toHaveLength(16)
        expect(readFleet(parts.toReversed())).toEqual(fleet)
      }),
    )
  })

  test('is the same text, in whatever order its images came', () => {
    fc.assert(
      fc.property(fleets, fleet => {
        expect(writeFleet(new Map([...fleet].reverse()))).toEqual(writeFleet(fleet))
      }),
    )
  })

  test('has an image in the part of its last sign, and says so in few letters', () => {
    const parts = writeFleet(
      new Map([
        ['ami-0000000000000000f', 'a'],
        ['ami-00000000000000001', 'D'],
        ['ami-0000000000000000_', 'x'],
      ]),
    )
    expect(parts[15]).toBe('1 0000000000000000fa')
    expect(parts[1]).toBe('1 00000000000000001D')
    expect(parts[0]).toBe('1 0000000000000000_x')
    expect(parts[2]).toBe('1')
  })

  test('of another format is not known', () => {
    expect(readFleet(['2 0000000000000000fa', '1 00000000000000001D', ''])).toEqual(
      new Map([['ami-00000000000000001', 'D']]),
    )
  })
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

  test('there was no event: what was there when a region was first looked through is not announced', () => {
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
