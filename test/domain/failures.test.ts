import { withLastGood, withLastGoodDue, withoutLastGood } from '../../src/domain/failures.ts'
import { givenRecord, NOON_MS } from './given.ts'

const GOOD = { imageId: 'ami-0', name: 'base-1', atMs: NOON_MS }
const DAY_MS = 86_400_000

describe('what works instead of a failed image', () => {
  test('found: its cards show it, and nothing is due', () => {
    expect(withLastGood(givenRecord({ lastGoodDueMs: NOON_MS }), GOOD)).toEqual(
      givenRecord({ lastGood: GOOD, rev: 1 }),
    )
  })

  test('the same one as before: its cards stay as they are', () => {
    const record = givenRecord({ lastGood: GOOD })
    expect(withLastGood(record, GOOD)).toEqual(record)
    expect(withLastGood(givenRecord(), undefined)).toEqual(givenRecord())
  })

  test('is gone: its cards name it no longer, and another one is due', () => {
    expect(withoutLastGood(givenRecord({ lastGood: GOOD }), NOON_MS)).toEqual(
      givenRecord({ lastGoodDueMs: NOON_MS, rev: 1 }),
    )
  })

  test('could not be looked up: it is due, for a day', () => {
    const due = givenRecord({ lastGoodDueMs: NOON_MS })
    expect(withLastGoodDue(givenRecord(), NOON_MS)).toEqual(due)
    expect(withLastGoodDue(due, NOON_MS + DAY_MS - 1)).toBeUndefined()
    expect(withLastGoodDue(due, NOON_MS + DAY_MS)).toEqual(givenRecord())
  })
})
