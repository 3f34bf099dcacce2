import { isFresh, isUnderWay, type Reading, readingKey } from '../../src/domain/reading.ts'

const reading = (more: Partial<Reading> = {}): Reading => ({
  id: 'r1',
  key: 'fleet',
  places: 40,
  beganAtMs: 0,
  untilMs: 40_000,
  ...more,
})

test('the same is read for the same question, in the same words, and for no other', () => {
  const found = { kind: 'found', target: 'web-1', toRestore: false } as const
  const listed = { kind: 'listed', verb: 'list', filter: { words: ['web'] } } as never
  expect(readingKey({ kind: 'fleet' })).toBe('fleet')
  expect(readingKey(listed)).toBe('list {"words":["web"]}')
  expect(readingKey(found)).toBe('found ["web-1",false,"",""]')
  expect(readingKey({ ...found, toRestore: true, account: '123456789012', region: 'us-east-1' })).toBe(
    'found ["web-1",true,"123456789012","us-east-1"]',
  )
})

test('a reading serves others for less than a minute after its end', () => {
  expect(isFresh(reading(), 1_000)).toBe(false)
  expect(isFresh(reading({ endedAtMs: 20_000 }), 20_000)).toBe(true)
  expect(isFresh(reading({ endedAtMs: 20_000 }), 79_999)).toBe(true)
  expect(isFresh(reading({ endedAtMs: 20_000 }), 80_000)).toBe(false)
})

test('its end is waited for until half a minute after its time, then its messages are lost', () => {
  expect(isUnderWay(reading(), 0)).toBe(true)
  expect(isUnderWay(reading(), 69_999)).toBe(true)
  expect(isUnderWay(reading(), 70_000)).toBe(false)
  expect(isUnderWay(reading({ endedAtMs: 1_000 }), 2_000)).toBe(false)
})
