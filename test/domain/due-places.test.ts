import { duePlaces, SCAN_LOST_AFTER_MS, SCANNED_EACH_RUN } from '../../src/domain/due-places.ts'
import { placeKey } from '../../src/domain/fleet.ts'
import type { Place } from '../../src/domain/place.ts'
import { scanAt } from '../support/scanned-places.ts'

const NOW = Date.UTC(2026, 0, 15, 12)
const MINUTE = 60_000
const ago = (minutes: number): number => NOW - minutes * MINUTE

const placesOf = (accounts: number, regions: readonly string[]) =>
  Array.from({ length: accounts }, (_, at) =>
    regions.map(region => ({ account: String(100_000_000_000 + at), region })),
  ).flat()
const FEW = placesOf(2, ['us-east-1'])
const MANY = placesOf(SCANNED_EACH_RUN + 1, ['us-east-1'])

/** Whether the first of the places is due; nothing else is known. */
const isDue = (all: typeof FEW, known: Omit<Place, 'account' | 'region'>): boolean => {
  const [first] = all
  if (!first) throw new Error('Expected a place.')
  // The schedule has asked for every scan.
  const place = { ...first, ...(known.scan && { askedAtMs: known.scan.askedAtMs }), ...known }
  return duePlaces(all, new Map([[placeKey(first), place]]), NOW).includes(first)
}
const failing = (times: number) => ({ failure: { name: 'TimeoutError', times } })

test.each<[what: string, known: Omit<Place, 'account' | 'region'>, few: boolean, many: boolean]>([
  ['never asked for', {}, true, true],
  ['scanned five minutes ago', { scan: scanAt(ago(5)) }, true, false],
  ['scanned ten minutes ago, less some seconds', { scan: scanAt(ago(9.9)) }, true, true],
  ['its message waits', { askedAtMs: ago(5), scan: scanAt(ago(15)) }, false, false],
  ['its first message waits', { askedAtMs: ago(5) }, false, false],
  ['its message is lost', { askedAtMs: NOW - SCAN_LOST_AFTER_MS, scan: scanAt(ago(60)) }, true, true],
  ['time ran out in the middle', { scan: scanAt(ago(5), { next: 'token' }) }, true, true],
  ['failed once', { scan: scanAt(ago(5), failing(1)) }, true, false],
  ['failed twice, ten minutes ago', { scan: scanAt(ago(10), failing(2)) }, true, false],
  ['failed twice, twenty minutes ago', { scan: scanAt(ago(20), failing(2)) }, true, true],
  ['failed three times, twenty minutes ago', { scan: scanAt(ago(20), failing(3)) }, true, false],
  ['failed for a day, fifty minutes ago', { scan: scanAt(ago(50), failing(99)) }, false, false],
  ['failed for a day, an hour ago', { scan: scanAt(ago(60), failing(99)) }, true, true],
])('%s', (_what, known, few, many) => {
  expect([isDue(FEW, known), isDue(MANY, known)]).toEqual([few, many])
})

test('of an account that does not answer, one region is scanned every ten minutes, the others once an hour', () => {
  const all = placesOf(1, ['a', 'b', 'c'])
  const due = (...silent: readonly string[]): string[] => {
    const known = all.map(place => {
      const isSilent = silent.includes(place.region)
      const failure = { name: 'TimeoutError', times: 99, ...(isSilent && { isSilent: true as const }) }
      return { ...place, askedAtMs: ago(10), scan: scanAt(ago(10), { failure }) }
    })
    return duePlaces(all, new Map(known.map(place => [placeKey(place), place])), NOW).map(
      ({ region }) => region,
    )
  }
  expect([due('a', 'b', 'c'), due(), due('a', 'b')]).toEqual([['a'], [], []])
})

test('places that answered come first, and accounts take turns', () => {
  const all = placesOf(3, ['a', 'b'])
  const [silent] = all
  if (!silent) throw new Error('Expected a place.')
  const known = new Map([[placeKey(silent), { ...silent, scan: scanAt(ago(60), failing(1)) }]])
  expect(duePlaces(all, known, NOW).map(({ account, region }) => `${account.slice(-1)}${region}`)).toEqual([
    '0b',
    '1a',
    '2a',
    '1b',
    '2b',
    '0a',
  ])
})
