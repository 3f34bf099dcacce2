import type { ImageRecord } from '../../src/domain/record.ts'
import { hasCard, isOutdated, needsRefresh } from '../../src/domain/record-cards.ts'
import {
  mayShareCard,
  sharedCardIn,
  withCopy,
  withoutCopy,
  withoutSharedCard,
  withRowsShown,
  withSharedCard,
} from '../../src/domain/shared-cards.ts'
import { givenFacts, givenRecord, givenTold, IMAGE, NOON_MS } from './given.ts'

const DAY_MS = 86_400_000
const FIRST = { ...IMAGE, imageId: 'ami-1' }

const made = (atMs: number, special: Partial<ImageRecord> = {}): ImageRecord =>
  givenRecord({
    facts: givenFacts({ createdAtMs: atMs }),
    lastEvent: givenTold({ cause: 'copied' }),
    ...special,
  })

describe('a new image becomes a row on the card of another one of its build', () => {
  test('where both were made within a day, whichever was first', () => {
    expect(mayShareCard(made(NOON_MS), made(NOON_MS - DAY_MS))).toBe(true)
    expect(mayShareCard(made(NOON_MS - DAY_MS), made(NOON_MS))).toBe(true)
    expect(mayShareCard(made(NOON_MS), made(NOON_MS - DAY_MS - 1))).toBe(false)
  })

  test('not where one of them is failed, disabled or gone, or was there before', () => {
    const failed = { lastEvent: givenTold({ state: 'failed' }) }
    const disabled = { lastEvent: givenTold({ state: 'disabled' }) }
    const enabled = { lastEvent: givenTold({ cause: 'enabled' }) }
    for (const special of [failed, disabled, enabled])
      expect(mayShareCard(made(NOON_MS, special), made(NOON_MS))).toBe(false)
    for (const special of [failed, disabled])
      expect(mayShareCard(made(NOON_MS), made(NOON_MS, special))).toBe(false)
    expect(mayShareCard(made(NOON_MS), made(NOON_MS, enabled))).toBe(true)
  })

  test('not where nobody knows when it was made; of the first one, its event says it', () => {
    const unknown = givenRecord({ lastEvent: givenTold({ cause: 'copied' }) })
    expect(mayShareCard(unknown, made(NOON_MS))).toBe(false)
    expect(mayShareCard(made(NOON_MS), unknown)).toBe(true)
    expect(mayShareCard(made(NOON_MS + DAY_MS + 1), unknown)).toBe(false)
  })

  test('as long as the card’s record has room', () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...IMAGE,
        imageId: `ami-${at}`,
        state: 'available' as const,
      }))
    expect(mayShareCard(made(NOON_MS), made(NOON_MS, { copies: rows(99) }))).toBe(true)
    expect(mayShareCard(made(NOON_MS), made(NOON_MS, { copies: rows(100) }))).toBe(false)
  })
})

describe('the record of a copy', () => {
  const shared = withSharedCard(made(NOON_MS), 'ami-ready', FIRST)

  test('names the card that shows it, one for each channel', () => {
    expect(sharedCardIn(shared, 'ami-ready')).toEqual({ channel: 'ami-ready', image: FIRST })
    expect(sharedCardIn(shared, 'ami-alerts')).toBeUndefined()
    expect(withSharedCard(shared, 'ami-ready', IMAGE).sharedCards).toEqual([
      { channel: 'ami-ready', image: IMAGE },
    ])
    expect(withoutSharedCard(shared, 'ami-ready')).toEqual(made(NOON_MS))
    expect(withoutSharedCard(shared, 'ami-alerts')).toEqual(shared)
  })

  test('needs a refresh until its row shows its state, and again when that changes', () => {
    expect(hasCard(shared)).toBe(true)
    expect(hasCard(made(NOON_MS))).toBe(false)
    expect(isOutdated(shared)).toBe(true)
    expect(needsRefresh(shared)).toBe(true)
    const shown = withRowsShown(shared, 'available')
    expect(needsRefresh(shown)).toBe(false)
    expect(isOutdated({ ...shown, lastEvent: givenTold({ state: 'disabled' }) })).toBe(true)
    expect(withRowsShown(made(NOON_MS), 'available')).toEqual(made(NOON_MS))
  })
})

describe('the record of the card', () => {
  const row = { ...IMAGE, state: 'available' } as const

  test('has a row for each copy, and is drawn again where one changes', () => {
    const one = withCopy(givenRecord(), row)
    expect(one).toEqual(givenRecord({ copies: [row], rev: 1 }))
    const record = one ?? givenRecord()
    expect(withCopy(record, row)).toBeUndefined()
    expect(withCopy(record, { ...row, state: 'disabled' })?.copies).toEqual([{ ...row, state: 'disabled' }])
    expect(withCopy(record, { ...row, region: 'us-east-1' })?.copies).toHaveLength(2)
    expect(withCopy(record, { ...row, account: '210987654321' })?.copies).toHaveLength(2)
  })

  test('loses the row of a copy that has a card of its own', () => {
    const record = givenRecord({ copies: [row, { ...row, imageId: 'ami-2' }] })
    expect(withoutCopy(record, IMAGE)).toEqual(
      givenRecord({ copies: [{ ...row, imageId: 'ami-2' }], rev: 1 }),
    )
    expect(withoutCopy(givenRecord({ copies: [row] }), IMAGE)).toEqual(givenRecord({ rev: 1 }))
    expect(withoutCopy(record, FIRST)).toEqual(record)
  })
})
