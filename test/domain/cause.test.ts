import { type Cause, causeAfter, decideCause } from '../../src/domain/cause.ts'
import type { ImageFacts } from '../../src/domain/image.ts'
import { givenEvent, givenFacts, NOON_MS } from './given.ts'

const HOUR_MS = 3_600_000
const justMade = { createdAtMs: NOON_MS - HOUR_MS }
const instance = { sourceInstanceId: 'i-0123456789abcdef0' }
const copy = { sourceImageId: 'ami-00000000000000001', sourceImageRegion: 'us-east-1' }

describe('why an image became available', () => {
  test.each<[string, Partial<ImageFacts>, string | undefined]>([
    ['an instance was imaged', { ...justMade, ...instance }, 'created'],
    ['an instance was imaged that ran another image', { ...justMade, ...instance, ...copy }, 'created'],
    ['another image was copied', { ...justMade, ...copy }, 'copied'],
    [
      'a source image without its region says nothing of a copy',
      { ...justMade, sourceImageId: copy.sourceImageId },
      'registered',
    ],
    ['nothing but the date is known', justMade, 'registered'],
    ['a copy whose date is unknown', copy, 'copied'],
    ['nothing is known', {}, undefined],
    ['it is a day old to the millisecond', { createdAtMs: NOON_MS - 24 * HOUR_MS, ...instance }, 'created'],
    ['it is older than a day', { createdAtMs: NOON_MS - 24 * HOUR_MS - 1, ...instance }, 'enabled'],
  ])('%s', (_what, facts, expected) => {
    expect(decideCause(givenEvent(), givenFacts(facts), 'available')).toBe(expected)
  })

  test('it was disabled before, so it was enabled, however new it is', () => {
    expect(decideCause(givenEvent(), givenFacts({ ...justMade, ...instance }), 'disabled')).toBe('enabled')
    expect(decideCause(givenEvent(), undefined, 'disabled')).toBe('enabled')
  })

  test('it was gone before, so it was restored', () => {
    expect(decideCause(givenEvent(), givenFacts(justMade), 'deregistered')).toBe('restored')
  })

  test('EC2 says nothing of the image', () => {
    expect(decideCause(givenEvent(), undefined, undefined)).toBeUndefined()
  })

  test.each(['failed', 'disabled', 'deregistered'] as const)(
    'an image that became %s has no such cause',
    state => {
      expect(
        decideCause(givenEvent({ state }), givenFacts({ ...justMade, ...instance }), 'disabled'),
      ).toBeUndefined()
    },
  )
})

describe('an older event that came late', () => {
  const newer = { state: 'available' as const, atMs: NOON_MS }
  const late = (state: 'available' | 'disabled' | 'deregistered' | 'failed', atMs = NOON_MS - 4_000) => ({
    state,
    atMs,
  })
  test.each<['available' | 'disabled' | 'deregistered' | 'failed', Cause | undefined, Cause | undefined]>([
    ['disabled', 'created', 'enabled'],
    ['disabled', 'copied', 'enabled'],
    ['disabled', 'registered', 'enabled'],
    ['disabled', undefined, 'enabled'],
    ['available', 'created', 'enabled'],
    ['deregistered', 'created', 'restored'],
    ['disabled', 'enabled', undefined],
    ['disabled', 'restored', undefined],
    ['failed', 'created', undefined],
  ])('%s, before what was told as %s: %s', (state, cause, expected) => {
    expect(causeAfter(late(state), { ...newer, ...(cause && { cause }) })).toBe(expected)
  })

  test('says nothing of a state other than available, nor of what came before it', () => {
    expect(causeAfter(late('available'), { state: 'disabled', atMs: NOON_MS })).toBeUndefined()
    expect(causeAfter(late('disabled', NOON_MS + 1), { ...newer, cause: 'created' })).toBeUndefined()
    expect(causeAfter(late('disabled', NOON_MS), { ...newer, cause: 'created' })).toBe('enabled')
  })
})
