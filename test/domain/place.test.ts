import {
  isAwaited,
  isSilence,
  knownSilenceOf,
  type Place,
  type PlaceScan,
  silenceOf,
} from '../../src/domain/place.ts'

const MINUTE = 60_000
const NOW_MS = 100 * MINUTE
const account = '123456789012'

const scan = (more: Partial<PlaceScan> = {}): PlaceScan => ({
  askedAtMs: 1,
  startedAtMs: NOW_MS - MINUTE,
  tookMs: 1_000,
  images: 0,
  seenLate: 0,
  ...more,
})
const SILENT = { failure: { name: 'TimeoutError', times: 1, isSilent: true } } as const
const DENIED = { failure: { name: 'AccessDenied', times: 1 } } as const
const OURS = { failure: { name: 'TimeoutError', times: 1, isSilent: true, isOurs: true } } as const

const places = (...scans: (Partial<PlaceScan> | undefined)[]): Place[] =>
  scans.map((one, at) => ({ account, region: `region-${at}`, ...(one && { scan: scan(one) }) }))
const at = (region: number) => ({ account, region: `region-${region}` })

test('a scan is awaited from the message on until one answered it', () => {
  expect(isAwaited({})).toBe(false)
  expect(isAwaited({ askedAtMs: 5 })).toBe(true)
  expect(isAwaited({ askedAtMs: 5, scan: scan({ askedAtMs: 4 }) })).toBe(true)
  expect(isAwaited({ askedAtMs: 5, scan: scan({ askedAtMs: 5 }) })).toBe(false)
})

const named = (name: string, more: object = {}): Error => Object.assign(new Error('no'), { name }, more)

test.each([
  ['TimeoutError', true],
  ['AbortError', true],
  ['NetworkingError', true],
  ['RequestTimedOut', true],
  ['request timed out', true],
  ['timeout', true],
  ['AccessDenied', false],
])('an error of the name %s: silence %s', (name, isSilent) => {
  expect(isSilence(named(name))).toBe(isSilent)
})

test.each([
  ['ECONNREFUSED', true],
  ['ECONNRESET', true],
  ['ETIMEDOUT', true],
  ['EHOSTUNREACH', true],
  ['ENETUNREACH', true],
  ['EPIPE', true],
  ['EAI_AGAIN', true],
  ['ENOTFOUND', true],
  ['EACCES', false],
  ['XECONNRESET', false],
  ['XENOTFOUND', false],
])('an error with the code %s: silence %s', (code, isSilent) => {
  expect(isSilence(named('Error', { code }))).toBe(isSilent)
})

test('the cause of an error counts, too; what is no error does not', () => {
  expect(isSilence(new Error('failed', { cause: named('TimeoutError') }))).toBe(true)
  expect(isSilence(new Error('failed', { cause: named('AccessDenied') }))).toBe(false)
  expect(isSilence({ name: 'TimeoutError' })).toBe(false)
  expect(isSilence(undefined)).toBe(false)
})

describe('an account is silent at present', () => {
  test('two other regions did not answer, and none did', () => {
    expect(silenceOf(places(undefined, SILENT, SILENT), at(0), NOW_MS)).toEqual({
      name: 'TimeoutError',
      isSilent: true,
    })
    expect(silenceOf(places(undefined, undefined, SILENT), at(0), NOW_MS)).toBeUndefined()
    expect(silenceOf(places(undefined), at(0), NOW_MS)).toBeUndefined()
  })

  test('its own region does not count', () => {
    expect(silenceOf(places(SILENT, SILENT), at(0), NOW_MS)).toBeUndefined()
    expect(silenceOf(places({}, SILENT, SILENT), at(0), NOW_MS)).toBeDefined()
  })

  test('one that answered, even with an error, is no silence', () => {
    expect(silenceOf(places(undefined, SILENT, SILENT, {}), at(0), NOW_MS)).toBeUndefined()
    expect(silenceOf(places(undefined, SILENT, SILENT, DENIED), at(0), NOW_MS)).toBeUndefined()
  })

  test('what failed within amiops says nothing of it', () => {
    expect(silenceOf(places(undefined, SILENT, OURS), at(0), NOW_MS)).toBeUndefined()
    expect(silenceOf(places(undefined, SILENT, SILENT, OURS), at(0), NOW_MS)).toBeDefined()
  })

  test('only the last five minutes count', () => {
    const old = { ...SILENT, startedAtMs: NOW_MS - 5 * MINUTE }
    expect(silenceOf(places(undefined, SILENT, old), at(0), NOW_MS)).toBeUndefined()
    expect(
      silenceOf(places(undefined, SILENT, { ...old, startedAtMs: NOW_MS - 5 * MINUTE + 1 }), at(0), NOW_MS),
    ).toBeDefined()
    expect(
      silenceOf(places(undefined, SILENT, SILENT, { startedAtMs: NOW_MS - 5 * MINUTE }), at(0), NOW_MS),
    ).toBeDefined()
  })
})

describe('a person does not wait for an account', () => {
  const old = { startedAtMs: NOW_MS - 60 * MINUTE }

  test('that is silent at present', () => {
    expect(knownSilenceOf(places(undefined, SILENT, SILENT), at(0), NOW_MS)).toEqual({
      name: 'TimeoutError',
      isSilent: true,
    })
  })

  test('of which no region answered its last scan, however long ago', () => {
    const silent = { ...SILENT, ...old }
    expect(knownSilenceOf(places(silent, silent), at(0), NOW_MS)).toEqual({
      name: 'TimeoutError',
      isSilent: true,
    })
    expect(knownSilenceOf(places(silent), at(0), NOW_MS)).toBeUndefined()
    expect(knownSilenceOf(places(silent, silent, old), at(0), NOW_MS)).toBeUndefined()
    expect(knownSilenceOf(places(silent, silent, undefined), at(0), NOW_MS)).toBeDefined()
    expect(knownSilenceOf(places(old, old), at(0), NOW_MS)).toBeUndefined()
  })

  test('but is asked where its own region has answered within five minutes', () => {
    expect(knownSilenceOf(places({}, SILENT, SILENT), at(0), NOW_MS)).toBeUndefined()
    expect(knownSilenceOf(places(DENIED, SILENT, SILENT), at(0), NOW_MS)).toBeUndefined()
    expect(knownSilenceOf(places(SILENT, SILENT, SILENT), at(0), NOW_MS)).toBeDefined()
    expect(
      knownSilenceOf(places({ startedAtMs: NOW_MS - 5 * MINUTE }, SILENT, SILENT), at(0), NOW_MS),
    ).toBeDefined()
  })
})
