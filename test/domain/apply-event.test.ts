import fc from 'fast-check'
import { applyEvent } from '../../src/domain/apply-event.ts'
import { isAnswerTo } from '../../src/domain/decide-meaning.ts'
import { EVENT_STATES, type ImageEvent } from '../../src/domain/event.ts'
import { type ImageRecord, type LastEvent, stateOf } from '../../src/domain/record.ts'
import type { Request, RequestState } from '../../src/domain/request.ts'
import { givenEvent, givenFacts, givenRecord, givenRequest, givenTold, MARIA, NOON_MS } from './given.ts'

const HOUR_MS = 3_600_000
const apply = (
  known: Partial<ImageRecord>,
  event: Partial<ImageEvent>,
  live = givenFacts({ state: event.state ?? 'available' }),
) => applyEvent(givenRecord(known), givenEvent(event), live, NOON_MS + 3_000)

describe('new', () => {
  test('is announced: its event, state, time and cause, and the record is one revision on', () => {
    const live = givenFacts({ createdAtMs: NOON_MS, sourceInstanceId: 'i-1' })
    expect(apply({ rev: 7 }, {}, live)).toEqual({
      meaning: 'new',
      record: givenRecord({
        rev: 8,
        facts: live,
        lastEvent: { eventId: 'event-1', state: 'available', atMs: NOON_MS, cause: 'created' },
      }),
    })
  })

  test('keeps the reason of a failure and the name of a replay', () => {
    const { record } = apply({}, { state: 'failed', reason: 'Snapshot lost', replayName: 'drill' })
    expect(record.lastEvent).toMatchObject({ state: 'failed', reason: 'Snapshot lost', replayName: 'drill' })
  })

  test('found by a look is marked so', () => {
    expect(apply({}, { state: 'disabled', seenLate: true }).record.lastEvent?.seenLate).toBe(true)
  })

  test('without a cause, a reason or an id keeps none of them', () => {
    expect(apply({}, { state: 'failed' }).record.lastEvent).toStrictEqual({
      eventId: 'event-1',
      state: 'failed',
      atMs: NOON_MS,
    })
  })

  test('keeps EC2’s id of the call', () => {
    expect(apply({}, { requestId: 'req-1' }).record.lastEvent?.requestId).toBe('req-1')
  })

  test('of an image that was disabled by the last event: it was enabled', () => {
    const known = { lastEvent: givenTold({ state: 'disabled' }) }
    const live = givenFacts({ createdAtMs: NOON_MS, sourceInstanceId: 'i-1' })
    expect(apply(known, { atMs: NOON_MS + 1_000 }, live).record.lastEvent?.cause).toBe('enabled')
  })

  test('ends what was known of the Recycle Bin', () => {
    const known = { recycled: { untilMs: 1 }, notRestorable: 'image' as const }
    const { record } = apply(known, {})
    expect(record).not.toHaveProperty('recycled')
    expect(record).not.toHaveProperty('notRestorable')
  })

  test.each<[situation: string, state: ImageEvent['state'], special: Partial<ImageRecord>]>([
    ['no request', 'disabled', {}],
    [
      'a request that it overtakes',
      'disabled',
      { request: givenRequest({ action: 'enable', actedAtMs: NOON_MS - 60_000 }) },
    ],
    ['an open request that it ends', 'deregistered', { request: givenRequest({ state: 'asked' }) }],
  ])('names who made it, by a call that came before: with %s', (_situation, state, special) => {
    const principal = { kind: 'role', name: 'deployer' } as const
    const call = state === 'disabled' ? 'DisableImage' : 'DeregisterImage'
    const calls = [{ id: 'call-1', call, atMs: NOON_MS - 1_000, principal }] as const
    expect(apply({ calls, ...special }, { state }).record.lastEvent?.principal).toEqual(principal)
  })

  test('takes the place of what a look had found', () => {
    const known = { lastEvent: givenTold(), observedState: { state: 'disabled' as const, atMs: NOON_MS } }
    const { record } = apply(known, { state: 'disabled', atMs: NOON_MS })
    expect(record.observedState).toBeUndefined()
    expect(stateOf(record)).toBe('disabled')
  })

  test('of an image that a look had found disabled: it was enabled', () => {
    const known = { lastEvent: givenTold(), observedState: { state: 'disabled' as const, atMs: NOON_MS } }
    expect(apply(known, { atMs: NOON_MS + 1_000 }).record.lastEvent?.cause).toBe('enabled')
  })

  test('of an image that EC2 no longer describes keeps the facts that are known', () => {
    const facts = givenFacts({ name: 'kept' })
    const known = givenRecord({ facts })
    const { record } = applyEvent(known, givenEvent({ state: 'deregistered' }), undefined, NOON_MS)
    expect(record.facts).toEqual(facts)
    expect(stateOf(record)).toBe('deregistered')
  })

  test('leaves cards, places and version alone', () => {
    const known = {
      version: 4,
      cards: [{ channel: 'ami-ready', channelId: 'C0READY', ts: '1.000001', shownRev: 3 }],
      lost: { 'ami-alerts': '1.000002' },
    }
    expect(apply(known, {}).record).toMatchObject(known)
  })
})

describe('what is no news', () => {
  test.each<[string, Partial<ImageEvent>]>([
    ['redelivered', { id: 'event-0' }],
    ['outOfOrder', { state: 'disabled', atMs: NOON_MS - 10_000 }],
  ])('%s: only the facts are refreshed, and no card is outdated', (meaning, event) => {
    const lastEvent = givenTold({ cause: 'enabled' })
    const request = givenRequest()
    const live = givenFacts({ name: 'renamed' })
    const record = givenRecord({ rev: 7, lastEvent, request, facts: live })
    expect(apply({ rev: 7, lastEvent, request }, event, live)).toEqual({ meaning, record })
  })
})

describe('what came after something newer', () => {
  const earlier = { state: 'disabled' as const, atMs: NOON_MS - 4_000 }

  test('corrects the cause that the facts suggested: what was disabled was not made by the newer event', () => {
    const lastEvent = givenTold({ cause: 'created' })
    const live = givenFacts()
    expect(apply({ rev: 7, lastEvent }, earlier, live)).toEqual({
      meaning: 'outOfOrder',
      corrected: true,
      record: givenRecord({ rev: 8, facts: live, lastEvent: { ...lastEvent, cause: 'enabled' } }),
    })
  })

  test.each<[string, Partial<LastEvent>]>([
    ['somebody in Slack', { by: { person: MARIA, afterMs: 1 } }],
    ['somebody whom CloudTrail named', { principal: { kind: 'role', name: 'deployer' } }],
  ])('corrects nothing of a state that %s made', (_who, made) => {
    const lastEvent = givenTold({ cause: 'created', ...made })
    const { record, corrected } = apply({ rev: 7, lastEvent }, earlier)
    expect(record).toMatchObject({ rev: 7, lastEvent })
    expect(corrected).toBeUndefined()
  })

  test('is the answer to a request that is open: it is confirmed, and the record holds it no longer', () => {
    const request = givenRequest({ actedAtMs: NOON_MS - 5_000 })
    const lastEvent = givenTold({ cause: 'enabled' })
    const live = givenFacts()
    expect(apply({ rev: 7, lastEvent, request }, earlier, live)).toEqual({
      meaning: 'outOfOrder',
      record: givenRecord({ rev: 8, facts: live, lastEvent }),
      ended: { ...request, state: 'confirmed', confirmedAtMs: NOON_MS + 3_000, confirmedBy: 'event' },
    })
  })

  test('of an image that EC2 does not describe leaves the facts that are known', () => {
    const known = givenRecord({ rev: 7, facts: givenFacts({ name: 'kept' }), lastEvent: givenTold() })
    const late = givenEvent({ state: 'failed', atMs: NOON_MS - 4_000 })
    expect(applyEvent(known, late, undefined, NOON_MS)).toEqual({ meaning: 'outOfOrder', record: known })
  })
})

describe('the event that answers a request', () => {
  test('confirms it, and says who did it and how long it took', () => {
    const request = givenRequest()
    const { record, ended } = apply({ lastEvent: givenTold(), request }, { state: 'disabled' })
    expect(ended).toEqual({
      ...request,
      state: 'confirmed',
      confirmedAtMs: NOON_MS + 3_000,
      confirmedBy: 'event',
    })
    expect(record.request).toEqual(ended)
    expect(record.lastEvent?.by).toEqual({ person: MARIA, afterMs: 3_000 })
  })

  test('found by a look confirms it by a look', () => {
    const known = { request: givenRequest() }
    expect(apply(known, { state: 'disabled', seenLate: true }).ended?.confirmedBy).toBe('look')
  })

  test('seen before EC2 was asked, by a clock that is behind, took no time rather than less', () => {
    const known = { request: givenRequest({ actedAtMs: NOON_MS + 4_000 }) }
    expect(apply(known, { state: 'disabled' }).record.lastEvent?.by?.afterMs).toBe(0)
  })

  test.each<[string, number, boolean]>([
    ['five seconds before the call', -5_000, true],
    ['six seconds before the call', -6_000, false],
    ['with the call', 0, true],
    ['an hour after the call', HOUR_MS, true],
    ['a second more than an hour after the call', HOUR_MS + 1_000, false],
  ])('may happen %s', (_when, sinceMs, expected) => {
    const request = givenRequest({ actedAtMs: NOON_MS })
    expect(isAnswerTo(request, givenEvent({ state: 'disabled', atMs: NOON_MS + sinceMs }))).toBe(expected)
  })

  test('carries the whole second in which the call was made', () => {
    const request = givenRequest({ actedAtMs: NOON_MS + 5_999 })
    expect(isAnswerTo(request, givenEvent({ state: 'disabled', atMs: NOON_MS }))).toBe(true)
  })

  test.each<[RequestState, boolean]>([
    ['asked', false],
    ['acting', true],
    ['accepted', true],
    ['unknown', true],
    ['confirmed', false],
    ['refused', false],
    ['failed', false],
  ])('can answer a request that is %s: %p', (state, expected) => {
    expect(isAnswerTo(givenRequest({ state }), givenEvent({ state: 'disabled' }))).toBe(expected)
  })

  test('has the state that the action leads to, and no other', () => {
    for (const state of EVENT_STATES) {
      expect(isAnswerTo(givenRequest({ action: 'enable' }), givenEvent({ state }))).toBe(
        state === 'available',
      )
      expect(isAnswerTo(givenRequest({ action: 'disable' }), givenEvent({ state }))).toBe(
        state === 'disabled',
      )
    }
  })

  test('cannot answer a request for which EC2 was not called', () => {
    const { actedAtMs: _never, ...request } = givenRequest()
    expect(isAnswerTo(request, givenEvent({ state: 'disabled' }))).toBe(false)
  })
})

describe('an event that no request asked for', () => {
  test('leaves an open request open', () => {
    const request = givenRequest()
    const { record, ended } = apply({ lastEvent: givenTold({ state: 'failed' }), request }, { atMs: NOON_MS })
    expect(ended).toBeUndefined()
    expect(record.request).toEqual(request)
    expect(record.lastEvent?.by).toBeUndefined()
  })

  test.each(['confirmed', 'refused', 'failed'] as const)('drops a request that was %s', state => {
    const { record } = apply({ request: givenRequest({ state }) }, { state: 'failed' })
    expect(record.request).toBeUndefined()
  })

  test.each(['asked', 'acting', 'accepted', 'unknown'] as const)(
    'is the deregistration: a request that is %s has failed, and the person is told why',
    state => {
      const { record, ended } = apply({ request: givenRequest({ state }) }, { state: 'deregistered' })
      expect(ended).toEqual(record.request)
      expect(ended).toMatchObject({
        state: 'failed',
        reason: expect.stringContaining('deregistered'),
      })
    },
  )

  test('is the deregistration: a request that had ended is history, and did not fail by it', () => {
    const { record, ended } = apply(
      { request: givenRequest({ state: 'confirmed' }) },
      { state: 'deregistered' },
    )
    expect(record.request).toBeUndefined()
    expect(ended).toBeUndefined()
  })

  describe('can only follow what EC2 accepted: the event of the request is lost or late', () => {
    const acted = (special: Partial<Request> = {}) =>
      givenRequest({ askedAtMs: NOON_MS - 60_000, actedAtMs: NOON_MS - 20_000, ...special })

    test.each(['enable', 'disable'] as const)('%s is confirmed, and the record is free', action => {
      const request = acted({ action })
      const { record, ended } = apply({ request }, { state: 'failed' })
      expect(ended).toEqual({
        ...request,
        state: 'confirmed',
        confirmedAtMs: NOON_MS + 3_000,
        confirmedBy: 'event',
      })
      expect(record.request).toBeUndefined()
      expect(record.lastEvent?.ended).toEqual({ id: 'click-1', atMs: NOON_MS - 60_000 })
      expect(record.lastEvent?.by).toBeUndefined()
    })

    test.each<[situation: string, request: Request]>([
      [
        'ten seconds after the call: the clocks may differ by so much',
        acted({ actedAtMs: NOON_MS - 10_000 }),
      ],
      ['but EC2 has not accepted it', acted({ state: 'acting' })],
      ['but nobody knows whether EC2 did', acted({ state: 'unknown' })],
      ['but deregistration is followed by nothing', acted({ action: 'deregister' })],
      ['but sharing has no event', acted({ action: 'share' })],
    ])('%s: the request stays', (_situation, request) => {
      const { record, ended } = apply({ request }, { state: 'failed' })
      expect(ended).toBeUndefined()
      expect(record.request).toEqual(request)
      expect(record.lastEvent?.ended).toBeUndefined()
    })

    test('where nobody knows when EC2 was called, the request stays', () => {
      const { actedAtMs: _never, ...request } = acted()
      expect(apply({ request }, { state: 'failed' }).record.request).toEqual(request)
    })
  })

  test('is the deregistration that was asked for: it is the answer, not a failure', () => {
    const request = givenRequest({ action: 'deregister' })
    expect(apply({ request }, { state: 'deregistered' }).ended?.state).toBe('confirmed')
  })
})

describe('events in any order, each delivered any number of times', () => {
  const instant = fc.integer({ min: 0, max: 20 }).map(second => NOON_MS + second * 1_000)
  const changes = fc.uniqueArray(fc.record({ state: fc.constantFrom(...EVENT_STATES), atMs: instant }), {
    selector: ({ atMs }) => atMs,
    minLength: 1,
    maxLength: 6,
  })
  const delivered = changes.chain(list => {
    const events = list.map((change, i) => givenEvent({ ...change, id: `event-${i}` }))
    return fc.tuple(
      fc.constant(events),
      fc.array(fc.constantFrom(...events), { maxLength: 6 }),
      fc.shuffledSubarray(events, { minLength: events.length }),
    )
  })

  test('end in the state of the newest', () => {
    fc.assert(
      fc.property(delivered, ([events, repeated, shuffled]) => {
        const record = [...shuffled, ...repeated].reduce(
          (known, event) => applyEvent(known, event, undefined, NOON_MS).record,
          givenRecord(),
        )
        const newest = events.toSorted((a, b) => b.atMs - a.atMs)[0]
        expect(record.lastEvent).toMatchObject({ eventId: newest?.id, state: newest?.state })
      }),
    )
  })
})
