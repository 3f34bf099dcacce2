import {
  hasChangedNothing,
  markOf,
  revokedWhy,
  withMark,
  withoutMark,
} from '../../src/domain/revoked-mark.ts'
import { givenRecord, MARIA, NOON_MS } from './given.ts'

const mark = (planId: string, atMs: number, reason = 'a backdoor') => ({ by: MARIA, planId, atMs, reason })

test('the mark of a plan: who, when, and why where that is known', () => {
  const plan = { id: 'p1', person: MARIA, createdAtMs: NOON_MS }
  expect(markOf({ ...plan, purpose: 'a backdoor' })).toEqual(mark('p1', NOON_MS))
  expect(markOf(plan)).toEqual({ by: MARIA, planId: 'p1', atMs: NOON_MS })
})

test('why a revoked image is not to be used', () => {
  expect(revokedWhy(mark('p1', 0))).toBe('it is revoked by @maria: a backdoor')
  expect(revokedWhy({ by: { userId: 'U0', workspaceId: 'T0' } })).toBe('it is revoked by @U0')
})

test('a revocation has changed nothing where none of its items is done; of an undo the images count alone', () => {
  const done = { state: 'done' as const }
  const failed = { state: 'failed' as const }
  const alias = { ...done, assignment: {} as never }
  expect(hasChangedNothing({}, [])).toBe(false)
  expect(hasChangedNothing({}, [failed, failed])).toBe(true)
  expect(hasChangedNothing({}, [failed, done])).toBe(false)
  expect(hasChangedNothing({}, [failed, alias])).toBe(false)
  expect(hasChangedNothing({ undoes: 'p1' }, [failed, alias])).toBe(true)
  expect(hasChangedNothing({ undoes: 'p1' }, [failed, done])).toBe(false)
  expect(hasChangedNothing({ undoes: 'p1' }, [alias])).toBe(false)
})

test('a later revocation takes over the mark, and keeps the one before; an earlier or equal one does not', () => {
  const first = withMark(givenRecord(), mark('p1', 10))
  expect(first).toEqual(givenRecord({ rev: 1, revoked: mark('p1', 10) }))
  const second = withMark(first ?? givenRecord(), mark('p2', 11))
  expect(second?.revoked).toEqual({ ...mark('p2', 11), replaced: mark('p1', 10) })
  expect(withMark(first ?? givenRecord(), mark('p2', 10))).toBeUndefined()
  const third = withMark(second ?? givenRecord(), mark('p3', 12))
  expect(third?.revoked).toEqual({ ...mark('p3', 12), replaced: mark('p2', 11) })
})

test('the mark of a plan is removed, or what it replaced comes back', () => {
  const marked = givenRecord({ revoked: { ...mark('p2', 11), replaced: mark('p1', 10) } })
  expect(withoutMark(marked, 'p2', { isWithdrawn: false })).toEqual(givenRecord({ rev: 1 }))
  expect(withoutMark(marked, 'p2', { isWithdrawn: true })).toEqual(
    givenRecord({ rev: 1, revoked: mark('p1', 10) }),
  )
  expect(withoutMark(marked, 'p1', { isWithdrawn: true })).toBeUndefined()
  expect(withoutMark(givenRecord(), 'p1', { isWithdrawn: true })).toBeUndefined()
})
