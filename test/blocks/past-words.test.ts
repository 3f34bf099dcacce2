import { pastWords } from '../../blocks/past-words.ts'
import { NOON_MS } from '../domain/given.ts'

const DAY_MS = 86_400_000

test.each<[string, Parameters<typeof pastWords>[0], string]>([
  ['disabled', { action: 'disable', atMs: NOON_MS }, 'disabled'],
  [
    'kept to the end of the same day',
    { action: 'keep', atMs: NOON_MS, keepUntil: '2026-11-05' },
    'kept from clean-up',
  ],
  [
    'kept until a day before',
    { action: 'keep', atMs: NOON_MS, keepUntil: '2026-11-04' },
    'no longer kept from clean-up',
  ],
  ['kept until a day that nobody knows', { action: 'keep', atMs: NOON_MS }, 'kept from clean-up'],
  [
    'given a date',
    { action: 'retire', atMs: NOON_MS, retirement: { deprecateAtMs: NOON_MS + DAY_MS } },
    'given a new deprecation date',
  ],
  ['its date removed', { action: 'retire', atMs: NOON_MS, retirement: {} }, 'given no deprecation date'],
  ['retired, as far as is known', { action: 'retire', atMs: NOON_MS }, 'given a new deprecation date'],
  [
    'disabled, whatever else is known',
    { action: 'disable', atMs: NOON_MS, retirement: {}, keepUntil: '2026-11-04' },
    'disabled',
  ],
])('%s', (_what, done, words) => {
  expect(pastWords(done)).toBe(words)
})
