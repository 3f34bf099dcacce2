import fc from 'fast-check'
import {
  type Attempt,
  attemptOf,
  eventEntryAtMs,
  historyCursor,
  isFinal,
  isWithoutRight,
  withoutRight,
} from '../../src/domain/history.ts'
import { givenEvent, givenRequest, MARIA, NOON_MS } from './given.ts'

test('entries are in the order of their times', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.string(), (atMs, laterMs, id) => {
      fc.pre(laterMs > 0)
      const cursor = historyCursor({ atMs, id })
      expect(cursor < historyCursor({ atMs: atMs + laterMs, id: '' })).toBe(true)
    }),
  )
  expect(historyCursor({ atMs: NOON_MS, id: 'click-1' })).toBe(`00${NOON_MS}#click-1`)
  expect(historyCursor({ atMs: -1, id: 'a' })).toBe('000000000000000#a')
})

test('an event stands at the end of its second, so that it comes after the request that it answers', () => {
  expect(eventEntryAtMs(givenEvent({ atMs: NOON_MS }))).toBe(NOON_MS + 999)
  expect(eventEntryAtMs(givenEvent({ atMs: NOON_MS + 1_500 }))).toBe(NOON_MS + 1_999)
  expect(eventEntryAtMs(givenEvent({ atMs: NOON_MS + 1_500, seenLate: true }))).toBe(NOON_MS + 1_500)
})

test.each<[Attempt['outcome'], boolean]>([
  ['asked', false],
  ['acting', false],
  ['accepted', false],
  ['unknown', false],
  ['waiting', false],
  ['approved', true],
  ['declined', true],
  ['expired', true],
  ['confirmed', true],
  ['refused', true],
  ['failed', true],
])('%s: nothing more comes of it: %p', (outcome, expected) => {
  expect(isFinal({ outcome })).toBe(expected)
})

describe('a request as history keeps it', () => {
  const { key: id, askedAtMs: atMs, action, state: outcome } = givenRequest()

  test('has what it was, who asked and what came of it', () => {
    expect(attemptOf(givenRequest({ options: { deleteSnapshots: true } }))).toStrictEqual({
      kind: 'request',
      id,
      atMs,
      action,
      outcome,
      by: MARIA,
    })
  })

  test('has what else is known of it', () => {
    const more = {
      reason: 'No answer.',
      requestId: 'req-1',
      otherRequestIds: ['req-2'],
      purpose: 'too old',
      approvedBy: { userId: 'U0ALEX', workspaceId: 'T0HOME' },
      impactSummary: '2 instances',
      snapshots: [{ snapshotId: 'snap-1', result: 'success' }],
    }
    expect(attemptOf(givenRequest({ ...more, options: { emergencyOverride: true } }))).toStrictEqual({
      ...attemptOf(givenRequest()),
      ...more,
      emergencyOverride: true,
    })
  })

  test('keeps of a reason the first thousand characters', () => {
    expect(attemptOf(givenRequest({ reason: 'x'.repeat(1_001) })).reason).toBe('x'.repeat(1_000))
  })
})

test('an attempt without permission has an id of its own, and is known by it', () => {
  const attempt = attemptOf(givenRequest())
  expect(isWithoutRight(attempt)).toBe(false)
  expect(isWithoutRight(withoutRight(attempt))).toBe(true)
  expect(withoutRight(attempt)).toEqual({ ...attempt, id: expect.stringContaining(attempt.id) })
})
