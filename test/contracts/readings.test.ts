import type { AskOf } from '../../src/domain/ask.ts'
import type { Reading, ReadPart } from '../../src/domain/reading.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** Readings of many accounts and regions, in memory and in DynamoDB. */

const NOW = Date.UTC(2026, 0, 15, 12)
const reading = (id: string, key: string, places = 3): Reading => ({
  id,
  key,
  places,
  beganAtMs: NOW,
  untilMs: NOW + 40_000,
})
const question = (key: string): AskOf<'command'> => ({
  kind: 'command',
  key,
  person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
  place: { channelId: 'C0READY', isPrivate: false, responseUrl: 'https://hooks.slack.com/commands/1' },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  askedAtMs: NOW,
  text: 'fleet',
})
const part = (account: string, images: number): ReadPart => ({
  kind: 'fleet',
  account,
  region: 'us-east-1',
  uses: [
    {
      instanceId: 'i-0123456789abcdef0',
      name: 'web',
      state: 'running',
      tags: { Owner: 'maria' },
      launchedAtMs: NOW,
      image: { imageId: 'ami-1', name: 'web-1', ownerId: account, state: 'disabled', isAllowed: false },
    },
  ],
  images: Array.from({ length: images }, (_, at) => ({
    imageId: `ami-${crypto.randomUUID()}`,
    family: 'web',
    name: `web-${at}`,
    state: 'available',
    createdAtMs: NOW,
    source: 'us-east-1/ami-0',
    copyOf: 'us-east-1/ami-0',
  })),
  unread: [{ what: 'images', why: 'TimeoutError' }],
})

describe.each(bothLedgers())('readings %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('one function begins a reading, and the next one in its place', async () => {
    const [first, other, next] = [reading('r-1', 'a'), reading('r-2', 'a'), reading('r-3', 'a')]
    expect(await ledger.readLatestReading('a')).toBeUndefined()
    expect(await ledger.beginReading(first, undefined)).toBe(true)
    expect(await ledger.beginReading(other, undefined)).toBe(false)
    expect(await ledger.readLatestReading('a')).toEqual(first)
    await ledger.endReading(first.id, NOW + 5)
    await ledger.endReading(first.id, NOW + 9)
    await ledger.saveReadingAnswered(first.id)
    const ended = { ...first, endedAtMs: NOW + 5, isAnswered: true as const }
    expect(await ledger.readReading(first.id)).toEqual(ended)
    expect(await ledger.beginReading(next, ended)).toBe(true)
    expect(await ledger.beginReading(other, ended)).toBe(false)
    expect(await ledger.readLatestReading('a')).toEqual(next)
    await ledger.endReading('nobody’s', NOW)
    expect(await ledger.readReading('nobody’s')).toBeUndefined()
  })

  test('who waits is kept once for each key, as it asked', async () => {
    await ledger.beginReading(reading('r-w', 'w'), undefined)
    const [one, two] = [question('question-1'), question('question-2')]
    for (const ask of [one, two, one]) await ledger.saveWaiting('r-w', ask, NOW)
    const weekly = { kind: 'report' as const, key: 'report/1/2', slotMs: NOW }
    await ledger.saveWaiting('r-w', weekly, NOW)
    expect(await ledger.readWaiting('r-w')).toEqual([one, two, weekly])
  })

  test('images that were found, and where EC2 did not answer', async () => {
    const found: ReadPart[] = [
      {
        kind: 'found',
        account: '123456789012',
        region: 'us-east-1',
        images: [
          {
            imageId: 'ami-1',
            facts: {
              state: 'deregistered',
              name: 'web-1',
              tags: { Team: 'web' },
              snapshots: [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: false }],
            },
            goneAtMs: NOW,
            recycledUntilMs: NOW + 1,
          },
        ],
      },
      { kind: 'found', account: '210987654321', region: 'us-east-1', images: [], why: 'TimeoutError' },
    ]
    await ledger.beginReading(reading('r-f', 'f', 2), undefined)
    for (const [at, one] of found.entries()) await ledger.saveReadPart('r-f', at, one, NOW)
    const read: ReadPart[] = []
    await ledger.readReadParts(reading('r-f', 'f', 2), one => void read.push(one))
    expect(read).toEqual(found)
  })

  test('the last place of all says so, however often each of them is read', async () => {
    const places = 70
    await ledger.beginReading(reading('r-p', 'p', places), undefined)
    for (let at = 0; at < places; at++) {
      expect(await ledger.savePlaceRead('r-p', at, places, NOW)).toBe(at === places - 1)
      if (at === 5) expect(await ledger.savePlaceRead('r-p', 4, places, NOW)).toBe(false)
    }
    expect(await ledger.savePlaceRead('r-p', 5, places, NOW)).toBe(true)
  })

  test('parts are read back once for each place, however large', async () => {
    const made = reading('r-r', 'r', 3)
    await ledger.beginReading(made, undefined)
    const [small, large] = [part('123456789012', 2), part('210987654321', 20_000)]
    await ledger.saveReadPart('r-r', 0, small, NOW)
    await ledger.saveReadPart('r-r', 1, large, NOW)
    await ledger.saveReadPart('r-r', 0, { ...small, account: '123456789012' }, NOW)
    const read: ReadPart[] = []
    await ledger.readReadParts(made, one => void read.push(one))
    expect(read.sort((a, b) => a.account.localeCompare(b.account))).toEqual([small, large])
  })
})
