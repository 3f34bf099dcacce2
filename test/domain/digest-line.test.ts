import { byImpact, type DigestLine, isInUse, lineOf } from '../../src/domain/digest-line.ts'
import type { ImageRecord } from '../../src/domain/record.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenEvent, givenFacts, givenRecord, givenTold, IMAGE, MARIA, NOON_MS } from './given.ts'

const DAY_MS = 24 * 3_600_000
const PLAIN: DigestLine = { ...IMAGE, eventId: 'event-1', state: 'available', atMs: NOON_MS }
const line = (known: Partial<ImageRecord>, event = givenEvent()) => lineOf(event, givenRecord(known))

describe('the line of an event', () => {
  test('of an image of which nothing is known names the event', () => {
    expect(line({})).toStrictEqual(PLAIN)
    expect(line({ facts: givenFacts({ name: '' }), savedPermissions: NOBODY })).toStrictEqual(PLAIN)
  })

  test('has what is known of the image', () => {
    const recycled = { untilMs: NOON_MS + DAY_MS }
    const snapshot = { snapshotId: 'snap-1', sizeGiB: 8, encrypted: true }
    const facts = givenFacts({
      name: 'web-1',
      public: true,
      lastLaunchedAtMs: 7,
      createdAtMs: 5,
      snapshots: [snapshot],
    })
    const savedPermissions = { ...NOBODY, accounts: ['111122223333'] }
    expect(line({ facts, savedPermissions, recycled })).toStrictEqual({
      ...PLAIN,
      name: 'web-1',
      sizeGiB: 8,
      isPublic: true,
      wasShared: true,
      lastLaunchedAtMs: 7,
      createdAtMs: 5,
      recycledUntilMs: NOON_MS + DAY_MS,
    })
  })

  test('names who did it: in Slack by the handle, else by the id', () => {
    const by = { person: MARIA, afterMs: 1 }
    expect(line({ lastEvent: givenTold({ eventId: 'event-1', by }) }).by).toBe('maria')
    const { name: _none, ...nameless } = MARIA
    const told = givenTold({ eventId: 'event-1', by: { person: nameless, afterMs: 1 } })
    expect(line({ lastEvent: told }).by).toBe('U0MARIA')
  })

  test('names who did it outside Slack, without the address', () => {
    const principal = { kind: 'user', name: 'ops', sourceIp: '192.0.2.1' } as const
    expect(line({ lastEvent: givenTold({ eventId: 'event-1', principal }) }).actor).toEqual({
      kind: 'user',
      name: 'ops',
    })
  })

  test('names nobody by a newer event of the image', () => {
    const lastEvent = givenTold({
      by: { person: MARIA, afterMs: 1 },
      principal: { kind: 'user', name: 'ops' },
    })
    expect(line({ lastEvent })).toStrictEqual(PLAIN)
  })

  test('has the beginning of a reason, and says where something newer was known', () => {
    const failed = givenEvent({ state: 'failed', reason: 'x'.repeat(201) })
    expect(lineOf(failed, givenRecord(), { superseded: true, isProduction: true })).toStrictEqual({
      ...PLAIN,
      state: 'failed',
      reason: 'x'.repeat(200),
      isProduction: true,
      superseded: true,
    })
  })
})

test('a line has the family of its image, where that is known', () => {
  expect(lineOf(givenEvent(), givenRecord(), { family: 'web' }).family).toBe('web')
  expect(lineOf(givenEvent(), givenRecord(), { family: undefined })).toStrictEqual(PLAIN)
})

test('an image is in use that was launched within 30 days before it changed', () => {
  expect(isInUse(PLAIN)).toBe(false)
  expect(isInUse({ ...PLAIN, lastLaunchedAtMs: NOON_MS - 30 * DAY_MS })).toBe(false)
  expect(isInUse({ ...PLAIN, lastLaunchedAtMs: NOON_MS - 30 * DAY_MS + 1 })).toBe(true)
})

test('what matters most comes first: in use, shared, production; then the newest image', () => {
  const inOrder: DigestLine[] = [
    { ...PLAIN, lastLaunchedAtMs: NOON_MS, isPublic: true },
    { ...PLAIN, lastLaunchedAtMs: NOON_MS, isProduction: true },
    { ...PLAIN, wasShared: true, isProduction: true },
    { ...PLAIN, isPublic: true },
    { ...PLAIN, isProduction: true },
    { ...PLAIN, imageId: 'ami-a' },
    { ...PLAIN, imageId: 'ami-b' },
    { ...PLAIN, atMs: NOON_MS - 1 },
    { ...PLAIN, createdAtMs: NOON_MS - 2 },
    { ...PLAIN, isPublic: true, superseded: true },
  ]
  expect(inOrder.toReversed().sort(byImpact)).toEqual(inOrder)
  expect([...inOrder.slice(5), ...inOrder.slice(0, 5)].sort(byImpact)).toEqual(inOrder)
})
