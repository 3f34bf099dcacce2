import { addToDigest, type DigestBatch } from '../../src/domain/add-to-digest.ts'
import type { Digest } from '../../src/domain/digest.ts'
import type { DigestLine } from '../../src/domain/digest-line.ts'
import { IMAGE, NOON_MS } from './given.ts'

const line = (special: Partial<DigestLine> = {}): DigestLine => ({
  ...IMAGE,
  eventId: 'event-1',
  state: 'available',
  atMs: NOON_MS,
  ...special,
})
const add = (batch: Partial<DigestBatch>, before?: Digest, nowMs = NOON_MS + 5_000) =>
  addToDigest(
    before,
    {
      channel: 'ami-ready',
      stream: 'available/a',
      batchId: 'batch-1',
      lines: [line()],
      mention: [],
      cards: 0,
      pace: 1,
      followUp: false,
      ...batch,
    },
    nowMs,
  )

test('the first batch begins a burst, is counted, and shows the digest', () => {
  const lines = [
    line({ name: 'web-1', family: 'web', sizeGiB: 8, by: 'maria', atMs: NOON_MS + 1_000 }),
    line({ eventId: 'event-2', name: 'web-2', family: 'web', state: 'failed', region: 'us-east-1' }),
  ]
  const { digest, isShowDue } = add({ lines, mention: ['S0ONCALL', 'S0ONCALL'], cards: 3 })
  expect(isShowDue).toBe(true)
  expect(digest).toStrictEqual({
    channel: 'ami-ready',
    stream: 'available/a',
    pace: 1,
    version: 0,
    burst: 'batch-1',
    lastMs: NOON_MS + 5_000,
    sinceMs: NOON_MS,
    untilMs: NOON_MS + 1_000,
    count: 2,
    sizeGiB: 8,
    states: { counts: { available: 1, failed: 1 }, others: 0 },
    places: { counts: { '123456789012/eu-west-1': 1, '123456789012/us-east-1': 1 }, others: 0 },
    families: { counts: { web: 2 }, others: 0 },
    impact: { inUse: 0, shared: 0, production: 0 },
    failures: [{ reason: '', first: lines[1], count: 1 }],
    people: { counts: { maria: 1 }, others: 0 },
    // Of equal impact: the newest first.
    top: lines,
    mention: ['S0ONCALL'],
    called: [],
    batches: [{ batchId: 'batch-1', burst: 'batch-1', atMs: NOON_MS + 5_000 }],
    cards: 3,
    showFromMs: NOON_MS + 9_000,
    fileFromMs: 0,
    lists: 0,
    reminder: { eventId: 'event-1', atMs: NOON_MS + 80_000, times: 0 },
  })
})

test('a batch without a name is of the family without one, and one without lines counts nothing', () => {
  expect(add({}).digest.families.counts).toEqual({ '': 1 })
  const { digest } = add({ lines: [] })
  expect(digest.count).toBe(0)
  expect(digest.reminder?.eventId).toBe('')
})

describe('a second batch', () => {
  const first = add({ mention: ['S0ONCALL'], cards: 1 }).digest
  const second = (nowMs: number, before: Digest = first) =>
    add(
      { batchId: 'batch-2', lines: [line({ eventId: 'event-2' })], mention: ['U0ALEX'], cards: 2 },
      before,
      nowMs,
    )

  test('is counted in the same burst, and leaves the message to the first one for a while', () => {
    const { digest, isShowDue } = second(NOON_MS + 8_999)
    expect(isShowDue).toBe(false)
    expect(digest).toMatchObject({
      burst: 'batch-1',
      count: 2,
      cards: 3,
      mention: ['S0ONCALL', 'U0ALEX'],
      states: { counts: { available: 2 } },
      showFromMs: NOON_MS + 9_000,
      lastMs: NOON_MS + 8_999,
    })
    expect(digest.batches.map(({ batchId, burst }) => [batchId, burst])).toEqual([
      ['batch-1', 'batch-1'],
      ['batch-2', 'batch-1'],
    ])
  })

  test('shows the digest again after four seconds', () => {
    const { digest, isShowDue } = second(NOON_MS + 9_000)
    expect(isShowDue).toBe(true)
    expect(digest.showFromMs).toBe(NOON_MS + 13_000)
  })

  test('by a clock that is behind does not turn the time back', () => {
    expect(second(NOON_MS).digest.lastMs).toBe(NOON_MS + 5_000)
  })

  const over = NOON_MS + 65_000
  const finished: Digest = {
    ...first,
    version: 7,
    shown: { channelId: 'C0READY', ts: '1.000001', count: 1 },
    file: { fileId: 'F0LIST', count: 1 },
    pages: [{ name: 'batch-0', atMs: NOON_MS }],
  }

  test('after a minute of quiet continues a burst that is not finished: nothing of it may be lost', () => {
    expect(second(over).digest).toMatchObject({ burst: 'batch-1', count: 2 })
  })

  test('after a minute of quiet begins another burst, and the batches of the last one stay known', () => {
    const { digest } = second(over, finished)
    expect(digest).toMatchObject({ burst: 'batch-2', count: 1, version: 7, pages: finished.pages })
    expect(digest.batches.map(({ batchId }) => batchId)).toEqual(['batch-1', 'batch-2'])
    expect(digest).not.toHaveProperty('shown')
  })

  test('before that continues a burst that is finished', () => {
    expect(second(over - 1, finished).digest).toMatchObject({ burst: 'batch-1', count: 2 })
  })
})

test('of names, 200 are counted by themselves, and the others together', () => {
  const lines = Array.from({ length: 203 }, (_, i) => line({ by: `person-${i}` }))
  const { digest } = add({ lines })
  expect(Object.keys(digest.people.counts)).toHaveLength(200)
  expect(digest.people.others).toBe(3)
  const again = add({ lines: [line({ by: 'person-0' }), line({ by: 'person-202' })] }, digest).digest
  expect(again.people.counts['person-0']).toBe(2)
  expect(again.people.others).toBe(4)
})

test('the ten that matter most are kept, of all batches', () => {
  const before = add({ lines: Array.from({ length: 10 }, (_, i) => line({ imageId: `ami-${i}` })) }).digest
  const { top } = add({ lines: [line({ imageId: 'ami-production', isProduction: true })] }, before).digest
  expect(top.map(({ imageId }) => imageId)).toEqual([
    'ami-production',
    ...Array.from({ length: 9 }, (_, i) => `ami-${i}`),
  ])
})

test('events whose image was in a newer state already are counted', () => {
  const { digest } = add({ lines: [line({ superseded: true }), line()] })
  expect(digest.superseded).toBe(1)
  expect(add({ lines: [line({ superseded: true })] }, digest).digest.superseded).toBe(2)
})

test('of those who did it outside Slack, five are named, each once', () => {
  const actor = (name: string) => ({ kind: 'user', name }) as const
  const { digest } = add({ lines: [line({ actor: actor('a') }), line({ actor: actor('a') }), line()] })
  expect(digest.actors).toEqual([actor('a')])
  const more = 'abcdef'.split('').map(name => line({ actor: actor(name) }))
  expect(add({ lines: more }, digest).digest.actors?.map(({ name }) => name)).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
  ])
})
