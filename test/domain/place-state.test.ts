import { SCAN_LOST_AFTER_MS } from '../../src/domain/due-places.ts'
import { isAwaited, type Place, type ScanFailure } from '../../src/domain/place.ts'
import { type PlaceState, placeStateOf } from '../../src/domain/place-state.ts'
import { scanAt } from '../support/scanned-places.ts'

const NOW = Date.UTC(2026, 0, 15, 12)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const PLACE = { account: '123456789012', region: 'us-east-1' }
const failing = (failure: Partial<ScanFailure>) => ({
  failure: { name: 'TimeoutError', times: 1, ...failure },
})

test.each<[what: string, known: Omit<Place, 'account' | 'region'>, kind: PlaceState['kind']]>([
  ['never asked for', {}, 'new'],
  ['its first message waits', { askedAtMs: NOW - MINUTE }, 'new'],
  [
    'its first message waits as long as its queue keeps it',
    { askedAtMs: NOW - SCAN_LOST_AFTER_MS + 1 },
    'new',
  ],
  ['its first message is lost', { askedAtMs: NOW - SCAN_LOST_AFTER_MS }, 'late'],
  ['scanned', { askedAtMs: NOW, scan: scanAt(NOW) }, 'seen'],
  ['scanned in part', { askedAtMs: NOW, scan: scanAt(NOW, { next: 'token' }) }, 'seen'],
  ['scanned three hours ago, asked for just now', { askedAtMs: NOW, scan: scanAt(NOW - 3 * HOUR) }, 'seen'],
  [
    'scanned three hours ago, and not asked for since',
    { askedAtMs: NOW - 3 * HOUR, scan: scanAt(NOW - 3 * HOUR) },
    'seen',
  ],
  [
    'scanned before, and asked for as long ago as a message is kept',
    { askedAtMs: NOW - SCAN_LOST_AFTER_MS, scan: scanAt(NOW - HOUR) },
    'late',
  ],
  [
    'asked for again since its message was lost',
    { askedAtMs: NOW, waitsSinceMs: NOW - SCAN_LOST_AFTER_MS, scan: scanAt(NOW - HOUR) },
    'late',
  ],
  ['scanned since it waited', { askedAtMs: NOW, waitsSinceMs: NOW - HOUR, scan: scanAt(NOW) }, 'seen'],
  ['AWS did not answer', { askedAtMs: NOW, scan: scanAt(NOW, failing({ isSilent: true })) }, 'silent'],
  [
    'AWS did not answer, and it is asked for again',
    { askedAtMs: NOW, scan: scanAt(NOW - MINUTE, failing({ isSilent: true })) },
    'silent',
  ],
  ['a call was refused', { askedAtMs: NOW, scan: scanAt(NOW, failing({})) }, 'refused'],
  [
    'amiops’s own table did not answer',
    { askedAtMs: NOW, scan: scanAt(NOW, failing({ isOurs: true })) },
    'ours',
  ],
])('%s', (_what, known, kind) => {
  expect(placeStateOf({ ...PLACE, ...known }, NOW).kind).toBe(kind)
})

test('a place of which nothing is known is new', () => {
  expect(placeStateOf(undefined, NOW)).toEqual({ kind: 'new' })
})

test('what was refused is named, and since when a scan is late', () => {
  const refused = scanAt(NOW, failing({ name: 'UnauthorizedOperation' }))
  expect(placeStateOf({ ...PLACE, scan: refused }, NOW)).toEqual({
    kind: 'refused',
    error: 'UnauthorizedOperation',
  })
  expect(placeStateOf({ ...PLACE, askedAtMs: NOW, waitsSinceMs: 5 }, NOW)).toEqual({
    kind: 'late',
    sinceMs: 5,
  })
})

test('a scan is awaited from its message until its end', () => {
  expect(isAwaited({})).toBe(false)
  expect(isAwaited({ askedAtMs: 1 })).toBe(true)
  expect(isAwaited({ askedAtMs: 2, scan: scanAt(1) })).toBe(true)
  expect(isAwaited({ askedAtMs: 2, scan: scanAt(2) })).toBe(false)
})
