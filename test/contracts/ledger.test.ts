import { addToDigest } from '../../src/domain/add-to-digest.ts'
import type { Digest } from '../../src/domain/digest.ts'
import type { DigestLine } from '../../src/domain/digest-line.ts'
import type { Fleet } from '../../src/domain/fleet.ts'
import { glanceOf } from '../../src/domain/fleet-glance.ts'
import { type HistoryEntry, historyCursor } from '../../src/domain/history.ts'
import { imageKey } from '../../src/domain/image.ts'
import type { Proposal } from '../../src/domain/proposal.ts'
import type { ImageRecord } from '../../src/domain/record.ts'
import type { Request } from '../../src/domain/request.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'
import { scanAt } from '../support/scanned-places.ts'

/** One suite for the ledger in memory and for the one in DynamoDB. */

const LEDGERS = bothLedgers()

const NOW = Date.UTC(2026, 0, 15, 12)
const MINUTE = 60_000
let count = 0
const newImage = () => ({
  account: '123456789012',
  region: 'us-east-1',
  imageId: `ami-${String(++count).padStart(17, '0')}`,
})
const newId = (): string => `event-${++count}`

describe.each(LEDGERS)('the ledger %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  const read = async (image: ReturnType<typeof newImage>): Promise<ImageRecord> => {
    const record = (await ledger.readImages([image])).get(imageKey(image))
    if (!record) throw new Error(`Expected a record of ${image.imageId}.`)
    return record
  }
  const request = (image: ReturnType<typeof newImage>, more: Partial<Request>): Request => ({
    key: `request-${image.imageId}`,
    action: 'disable',
    image,
    person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
    place: { channelId: 'C0READY', isPrivate: false },
    state: 'asked',
    askedAtMs: NOW,
    ...more,
  })

  describe('records', () => {
    test('an image never heard of has an empty one', async () => {
      const image = newImage()
      expect(await read(image)).toEqual({ ...image, version: 0, rev: 0, cards: [] })
    })

    test('what was saved is read again, whole', async () => {
      const record: ImageRecord = {
        ...newImage(),
        version: 0,
        rev: 7,
        facts: { state: 'available', tags: { Team: 'grün 🟢' }, snapshots: [], createdAtMs: NOW },
        lastEvent: { eventId: 'e', state: 'available', atMs: NOW },
        cards: [{ channel: 'ami-ready', channelId: 'C0READY', ts: '1.000001', shownRev: 6 }],
        lostCardTs: { 'ami-alerts': '1.000002' },
      }
      expect(await ledger.saveImage(record)).toBe(true)
      expect(await read(record)).toEqual({ ...record, version: 1 })
    })

    test('two that read the same: one writes, the other is told to read again', async () => {
      const image = newImage()
      await ledger.saveImage({ ...(await read(image)), rev: 1 })
      const seen = await read(image)
      const saved = await Promise.all([2, 3, 4].map(rev => ledger.saveImage({ ...seen, rev })))
      expect(saved.filter(ok => ok)).toHaveLength(1)
      expect((await read(image)).version).toBe(2)
      expect((await read(image)).rev).toBe(2 + saved.indexOf(true))
    })

    test('two that find nothing: one writes', async () => {
      const empty = await read(newImage())
      const saved = await Promise.all([ledger.saveImage(empty), ledger.saveImage(empty)])
      expect(saved.sort()).toEqual([false, true])
    })

    test('more than a batch of images in one read', async () => {
      const images = Array.from({ length: 130 }, newImage)
      const [first, last] = [images[0], images[129]]
      if (!first || !last) throw new Error('unreachable')
      await ledger.saveImage({ ...(await read(last)), rev: 9 })
      const records = await ledger.readImages(images)
      expect(records.size).toBe(130)
      expect(records.get(imageKey(last))?.rev).toBe(9)
      expect(records.get(imageKey(first))?.version).toBe(0)
    })

    test('what a reader changes in its hands changes nothing in the ledger', async () => {
      const image = newImage()
      await ledger.saveImage({ ...(await read(image)), lostCardTs: { a: '1' } })
      Object.assign((await read(image)).lostCardTs ?? {}, { b: '2' })
      expect((await read(image)).lostCardTs).toEqual({ a: '1' })
    })
  })

  describe('requests that are due', () => {
    const isDue = async (image: ReturnType<typeof newImage>, atMs: number): Promise<boolean> =>
      (await ledger.readDueImages(atMs)).some(due => imageKey(due) === imageKey(image))
    const save = async (image: ReturnType<typeof newImage>, more: Partial<Request>): Promise<void> => {
      await ledger.saveImage({ ...(await read(image)), request: request(image, more) })
    }

    test('accepted by EC2: two minutes after the call', async () => {
      const image = newImage()
      await save(image, { state: 'accepted', actedAtMs: NOW })
      expect(await isDue(image, NOW + 2 * MINUTE - 1)).toBe(false)
      expect(await isDue(image, NOW + 2 * MINUTE)).toBe(true)
    })

    test('asked and not begun: ten minutes, for the queue may still deliver it', async () => {
      const image = newImage()
      await save(image, {})
      expect(await isDue(image, NOW + 10 * MINUTE - 1)).toBe(false)
      expect(await isDue(image, NOW + 10 * MINUTE)).toBe(true)
    })

    test('confirmed, failed, gone from the record: never', async () => {
      const image = newImage()
      await save(image, { state: 'acting', actedAtMs: NOW })
      expect(await isDue(image, NOW + 60 * MINUTE)).toBe(true)
      await save(image, { state: 'confirmed', actedAtMs: NOW })
      expect(await isDue(image, NOW + 60 * MINUTE)).toBe(false)
      await save(image, { state: 'failed', actedAtMs: NOW })
      expect(await isDue(image, NOW + 60 * MINUTE)).toBe(false)
    })

    test('many that cannot be settled keep no later one from being found', async () => {
      const images = Array.from({ length: 120 }, newImage)
      for (const [i, image] of images.entries()) await save(image, { state: 'unknown', actedAtMs: NOW + i })
      const due = new Set((await ledger.readDueImages(NOW + 60 * MINUTE)).map(imageKey))
      expect(images.filter(image => !due.has(imageKey(image)))).toEqual([])
    })

    test('the longest waiting comes first', async () => {
      const [older, newer] = [newImage(), newImage()]
      await save(newer, { state: 'unknown', actedAtMs: NOW + 5 })
      await save(older, { state: 'unknown', actedAtMs: NOW - 5 })
      const due = (await ledger.readDueImages(NOW + 60 * MINUTE)).map(imageKey)
      expect(due.indexOf(imageKey(older))).toBeLessThan(due.indexOf(imageKey(newer)))
    })
  })

  describe('cards that show what is no longer so', () => {
    const card = { channel: 'ami-ready', channelId: 'C0READY', ts: '1.000001' }
    const save = async (image: ReturnType<typeof newImage>, shownRev: number, atMs: number, more = {}) => {
      const lastEvent = { eventId: 'e', state: 'disabled' as const, atMs }
      await ledger.saveImage({
        ...(await read(image)),
        rev: 2,
        lastEvent,
        cards: [{ ...card, shownRev }],
        ...more,
      })
    }
    const outdated = async (beforeMs: number) => (await ledger.readOutdatedImages(beforeMs, 50)).map(imageKey)

    test('the latest change first, until it is shown', async () => {
      const [older, newer] = [newImage(), newImage()]
      await save(older, 1, NOW + 10)
      await save(newer, 1, NOW + 20)
      expect((await outdated(NOW + 20)).slice(0, 2)).toEqual([newer, older].map(imageKey))
      expect(await outdated(NOW + 19)).not.toContain(imageKey(newer))
      expect(await ledger.readOutdatedImages(NOW + 20, 1)).toHaveLength(1)
      await save(newer, 2, NOW + 20)
      expect(await outdated(NOW + 20)).not.toContain(imageKey(newer))
    })

    test('one with an open request is left to the function that settles it', async () => {
      const image = newImage()
      await save(image, 1, NOW + 30, { request: request(image, {}) })
      expect(await outdated(NOW + MINUTE)).not.toContain(imageKey(image))
    })
  })

  describe('claims of an event', () => {
    test('of five at once one gets it, the others are told that it is busy', async () => {
      const id = newId()
      const claims = await Promise.all([1, 2, 3, 4, 5].map(() => ledger.claimEvent(id, NOW, 'run-a')))
      expect(claims.map(claim => claim.kind).sort()).toEqual(['busy', 'busy', 'busy', 'busy', 'claimed'])
    })

    test('left behind by a function that died: taken over after its time, not before', async () => {
      const id = newId()
      await ledger.claimEvent(id, NOW, 'run-a')
      expect(await ledger.claimEvent(id, NOW + 89_999, 'run-a')).toEqual({ kind: 'busy' })
      expect(await ledger.claimEvent(id, NOW + 90_000, 'run-a')).toEqual({
        kind: 'claimed',
        batchIds: ['run-a'],
        sinceMs: NOW,
      })
      expect(await ledger.claimEvent(id, NOW + 90_001, 'run-a')).toEqual({ kind: 'busy' })
    })

    test('given back: the next one gets it at once', async () => {
      const id = newId()
      await ledger.claimEvent(id, NOW, 'run-a')
      await ledger.releaseEvent(id)
      expect(await ledger.claimEvent(id, NOW + 1, 'run-a')).toEqual({
        kind: 'claimed',
        batchIds: ['run-a'],
        sinceMs: NOW,
      })
    })

    test('the function that takes it over knows the batches that had it before', async () => {
      const id = newId()
      await ledger.claimEvent(id, NOW, 'run-a')
      await ledger.releaseEvent(id)
      await ledger.claimEvent(id, NOW + 1, 'run-b')
      await ledger.releaseEvent(id)
      const claim = await ledger.claimEvent(id, NOW + 2, 'run-c')
      expect(claim.kind === 'claimed' && [...claim.batchIds].sort()).toEqual(['run-a', 'run-b'])
    })

    test('done is done, for ever', async () => {
      const id = newId()
      await ledger.claimEvent(id, NOW, 'run-a')
      await ledger.settleEvents([id], NOW)
      expect(await ledger.claimEvent(id, NOW + 24 * 60 * MINUTE, 'run-a')).toEqual({ kind: 'done' })
    })
  })

  describe('claims of an e-mail', () => {
    const claimed = async (): Promise<string> => {
      const id = newId()
      await ledger.claimEvent(id, NOW, 'run-a')
      return id
    }

    test('of five at once one sends, the others wait', async () => {
      const id = await claimed()
      const claims = await Promise.all([1, 2, 3, 4, 5].map(() => ledger.beginEmail(id, NOW)))
      expect(claims.sort()).toEqual(['busy', 'busy', 'busy', 'busy', 'new'])
    })

    test('sent is sent, and the next claim of the event says when', async () => {
      const id = await claimed()
      await ledger.beginEmail(id, NOW)
      await ledger.settleEmail(id, NOW + 1)
      expect(await ledger.beginEmail(id, NOW + 24 * 60 * MINUTE)).toBe('sent')
      await ledger.releaseEvent(id)
      expect(await ledger.claimEvent(id, NOW + 2, 'run-b')).toEqual({
        kind: 'claimed',
        batchIds: ['run-a'],
        sinceMs: NOW,
        emailedAtMs: NOW + 1,
      })
    })

    test('certainly not sent: the next one begins at once, without a doubt', async () => {
      const id = await claimed()
      await ledger.beginEmail(id, NOW)
      await ledger.releaseEmail(id)
      expect(await ledger.beginEmail(id, NOW)).toBe('new')
    })

    test('left behind by a function that died: in doubt, after its time', async () => {
      const id = await claimed()
      await ledger.beginEmail(id, NOW)
      expect(await ledger.beginEmail(id, NOW + 89_999)).toBe('busy')
      expect(await ledger.beginEmail(id, NOW + 90_000)).toBe('doubt')
    })
  })

  describe('claims of a post', () => {
    const posted = { channelId: 'C0READY', ts: '1.000001', payload: { key: 'k', event: 'e' } }

    test('of five at once one posts, the others wait', async () => {
      const key = newId()
      const claims = await Promise.all([1, 2, 3, 4, 5].map(() => ledger.beginPost(key, NOW)))
      expect(claims.map(claim => claim.kind).sort()).toEqual(['busy', 'busy', 'busy', 'busy', 'new'])
    })

    test('posted is posted, for ever, and says where', async () => {
      const key = newId()
      await ledger.beginPost(key, NOW)
      await ledger.settlePost(key, posted)
      expect(await ledger.beginPost(key, NOW + 24 * 60 * MINUTE)).toEqual({ kind: 'posted', ...posted })
    })

    test('left behind by a function that died: in doubt from its first try to its last', async () => {
      const key = newId()
      await ledger.beginPost(key, NOW)
      expect(await ledger.beginPost(key, NOW + 89_999)).toEqual({ kind: 'busy' })
      expect(await ledger.beginPost(key, NOW + 90_000)).toEqual({ kind: 'doubt', firstMs: NOW, lastMs: NOW })
      expect(await ledger.beginPost(key, NOW + 180_000)).toEqual({
        kind: 'doubt',
        firstMs: NOW,
        lastMs: NOW + 90_000,
      })
    })

    test('given back in doubt: the next one gets it at once, and looks', async () => {
      const key = newId()
      await ledger.beginPost(key, NOW)
      await ledger.releasePost(key, true)
      expect(await ledger.beginPost(key, NOW + 1)).toEqual({ kind: 'doubt', firstMs: NOW, lastMs: NOW })
    })

    test('given back without a doubt: the next one posts as if nobody had tried', async () => {
      const key = newId()
      await ledger.beginPost(key, NOW)
      await ledger.releasePost(key, false)
      expect(await ledger.beginPost(key, NOW + 1)).toEqual({ kind: 'new' })
      await ledger.releasePost(key, true)
      expect(await ledger.beginPost(key, NOW + 2)).toEqual({
        kind: 'doubt',
        firstMs: NOW + 1,
        lastMs: NOW + 1,
      })
    })
  })

  test('which of many posts stand there, or may', async () => {
    const [posted, begun, dropped, never] = [newId(), newId(), newId(), newId()]
    for (const key of [posted, begun, dropped]) await ledger.beginPost(key, NOW)
    await ledger.settlePost(posted, { channelId: 'C0READY', ts: '1.000001', payload: {} })
    await ledger.releasePost(dropped, false)
    expect(await ledger.readPosts([posted, begun, dropped, never])).toEqual(new Set([posted, begun]))
  })

  describe('digests', () => {
    const line = (count: number): DigestLine => ({
      ...newImage(),
      eventId: `line-${count}`,
      state: 'disabled',
      atMs: NOW + count,
      name: `web-${count}`,
    })
    const begin = (channel: string): Digest =>
      addToDigest(
        undefined,
        {
          channel,
          stream: 'disabled/0',
          batchId: 'run-a',
          lines: [line(1)],
          mention: ['S0ONCALL'],
          rules: [{ who: ['S0ONCALL'], rule: 'disabled at night' }],
          cards: 0,
          pace: 1,
          followUp: false,
        },
        NOW,
      ).digest
    const readDigest = async (channel: string) => {
      const key = `${channel}/disabled/0`
      return (await ledger.readDigests([key])).get(key)
    }

    test('a channel that never had one has none; what was saved is read again, whole', async () => {
      const channel = newId()
      expect(await readDigest(channel)).toBeUndefined()
      const digest = begin(channel)
      expect(await ledger.saveDigest(digest)).toBe(true)
      expect(await readDigest(channel)).toEqual({ ...digest, version: 1 })
    })

    test('of two that read the same, one writes', async () => {
      const digest = begin(newId())
      const saved = await Promise.all([ledger.saveDigest(digest), ledger.saveDigest(digest)])
      expect(saved.sort()).toEqual([false, true])
      expect(await ledger.saveDigest({ ...digest, version: 7 })).toBe(false)
    })

    test('the lines of a batch, in their order, however many; of no other batch', async () => {
      const channel = newId()
      const lines = Array.from({ length: 450 }, (_, i) => line(i))
      await ledger.addDigestLines(channel, 'run-a', lines, NOW)
      await ledger.addDigestLines(channel, 'run-b', [line(999)], NOW)
      expect(await ledger.readDigestLines(channel, 'run-a')).toEqual(lines)
      expect(await ledger.readDigestLines(channel, 'run-b')).toHaveLength(1)
      expect(await ledger.readDigestLines(channel, 'run-c')).toEqual([])
    })

    test('one whose reminder never came is due, until it is done', async () => {
      const channel = newId()
      const isDue = async (atMs: number) =>
        (await ledger.readDueDigests(atMs)).includes(`${channel}/disabled/0`)
      const digest = begin(channel)
      await ledger.saveDigest({ ...digest, reminder: { eventId: 'e', atMs: NOW, times: 0 } })
      expect(await isDue(NOW + 3 * MINUTE - 1)).toBe(false)
      expect(await isDue(NOW + 3 * MINUTE)).toBe(true)
      const { reminder: _done, ...done } = digest
      await ledger.saveDigest({ ...done, version: 1 })
      expect(await isDue(NOW + 60 * MINUTE)).toBe(false)
    })

    test('one to be followed up is due three minutes after its last event; the one of an earlier version by its channel', async () => {
      const channel = newId()
      const { stream: _none, reminder: _done, ...digest } = begin(channel)
      await ledger.saveDigest({ ...digest, followUp: true })
      expect(await ledger.readDueDigests(NOW + 3 * MINUTE - 1)).not.toContain(channel)
      expect(await ledger.readDueDigests(NOW + 3 * MINUTE)).toContain(channel)
      expect((await ledger.readDigests([channel])).get(channel)).toEqual({
        ...digest,
        followUp: true,
        version: 1,
      })
    })
  })

  describe('claims of a request', () => {
    test('of two at once one is new, the other goes on with it; settled, it is settled', async () => {
      const key = newId()
      const claims = await Promise.all([ledger.claimRequest(key, NOW), ledger.claimRequest(key, NOW)])
      expect(claims.map(({ kind }) => kind).sort()).toEqual(['new', 'open'])
      await ledger.settleRequest(key)
      expect(await ledger.claimRequest(key, NOW)).toEqual({ kind: 'settled' })
    })
  })

  describe('history', () => {
    const entry = (id: string, atMs: number): HistoryEntry => ({
      kind: 'event',
      id,
      atMs,
      state: 'available',
    })

    test('the newest entries come first, as many as are wanted', async () => {
      const image = newImage()
      for (const [id, atMs] of [
        ['b', 20],
        ['a', 10],
        ['c', 30],
      ] as const)
        await ledger.addHistory(image, entry(id, NOW + atMs))
      expect((await ledger.readHistory(image, 2)).map(({ id }) => id)).toEqual(['c', 'b'])
      expect(await ledger.readHistory(newImage(), 5)).toEqual([])
    })

    test('the same entry again is one entry, with what was said last', async () => {
      const image = newImage()
      await ledger.addHistory(image, entry('a', NOW))
      await ledger.addHistory(image, { ...entry('a', NOW), seenLate: true } as HistoryEntry)
      expect(await ledger.readHistory(image, 5)).toEqual([{ ...entry('a', NOW), seenLate: true }])
    })

    test('one entry is found by its id and time, as soon as it is written', async () => {
      const image = newImage()
      await ledger.addHistory(image, entry('a', NOW))
      expect(await ledger.readHistoryEntry(image, { id: 'a', atMs: NOW })).toEqual(entry('a', NOW))
      expect(await ledger.readHistoryEntry(image, { id: 'a', atMs: NOW + 1 })).toBeUndefined()
      expect(await ledger.readHistoryEntry(newImage(), { id: 'a', atMs: NOW })).toBeUndefined()
    })

    test('a request that is over stays so, whatever a slower function adds of it', async () => {
      const image = newImage()
      const by = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
      const attempt = { kind: 'request', id: 'r', atMs: NOW, action: 'disable', by } as const
      const outcomes = ['asked', 'accepted', 'confirmed', 'accepted', 'unknown'] as const
      for (const outcome of outcomes) await ledger.addHistory(image, { ...attempt, outcome })
      expect(await ledger.readHistory(image, 5)).toEqual([{ ...attempt, outcome: 'confirmed' }])
      await ledger.addHistory(image, { ...attempt, outcome: 'failed' })
      expect(await ledger.readHistory(image, 5)).toEqual([{ ...attempt, outcome: 'failed' }])
    })

    test('the same entry twice at once is one, with what was said last', async () => {
      const image = newImage()
      const last = { ...entry('a', NOW), cause: 'enabled' } as HistoryEntry
      await ledger.addHistories([
        { image, entry: entry('a', NOW) },
        { image, entry: last },
      ])
      expect(await ledger.readHistory(image, 5)).toEqual([last])
    })

    test('many entries at once, of many images', async () => {
      const images = Array.from({ length: 60 }, newImage)
      await ledger.addHistories(images.map((image, i) => ({ image, entry: entry(`many-${i}`, NOW) })))
      for (const [i, image] of images.entries())
        expect((await ledger.readHistory(image, 5)).map(({ id }) => id)).toEqual([`many-${i}`])
    })

    test('two entries of one second stand beside each other', async () => {
      const image = newImage()
      await ledger.addHistory(image, entry('a', NOW))
      await ledger.addHistory(image, entry('b', NOW))
      expect(await ledger.readHistory(image, 5)).toHaveLength(2)
    })
  })

  describe('what reconcile remembers', () => {
    const place = { account: '123456789012', region: 'us-east-1' }

    test('a fleet, also of more images than one item has room for, read back whole', async () => {
      expect(await ledger.readFleet(place)).toBeUndefined()
      const fleet: Fleet = new Map(
        Array.from({ length: 50_000 }, (_, i) => [
          `ami-${i.toString(16).padStart(17, '0')}`,
          {
            mark: 'a',
            facts: { name: `web-${i}`, createdAtMs: NOW + i, sizeGiB: 8, tags: { Team: 'grün 🟢' } },
          },
        ]),
      )
      await ledger.saveFleet(place, undefined, fleet)
      expect(await ledger.readFleet(place)).toEqual(fleet)
      const now = new Map([...fleet].slice(1))
      now.set('ami-00000000000000001', { mark: 'X' })
      now.set('ami-0fffffffffffffffe', { mark: 'f', facts: { tags: {}, hasMoreTags: true } })
      await ledger.saveFleet(place, fleet, now)
      expect(await ledger.readFleet(place)).toEqual(now)
      expect(await ledger.readFleet({ ...place, region: 'eu-west-1' })).toBeUndefined()
    })

    test('a place without images was scanned, too', async () => {
      const place = { account: '123456789012', region: 'sa-east-1' }
      await ledger.saveFleet(place, undefined, new Map())
      expect((await ledger.readFleet(place))?.size).toBe(0)
    })

    test('how far it came in each place, and what was asked for, which are written by different functions', async () => {
      expect(await ledger.readLastRun()).toBeUndefined()
      await ledger.saveLastRun({ startedAtMs: NOW })
      expect(await ledger.readLastRun()).toEqual({ startedAtMs: NOW })
      const [here, there] = [
        { account: '123456789012', region: 'us-east-1' },
        { account: '210987654321', region: 'us-east-1' },
      ]
      const scan = scanAt(NOW, { next: 'token', failure: { name: 'TimeoutError', times: 2, isSilent: true } })
      await ledger.savePlacesAsked([here, there], NOW)
      await ledger.saveScan(here, scan)
      await ledger.savePlacesAsked([{ ...here, waitsSinceMs: NOW - 1 }], NOW + 1)
      const known = { ...here, askedAtMs: NOW + 1, waitsSinceMs: NOW - 1, scan }
      const other = { ...there, askedAtMs: NOW, waitsSinceMs: NOW }
      expect(await ledger.readPlaces(here.account)).toEqual([known])
      expect(await ledger.readPlaces()).toEqual([known, other])
      await ledger.forgetPlaces([here])
      expect(await ledger.readPlaces()).toEqual([other])
    })

    test('the numbers of one place', async () => {
      const place = { account: '123456789012', region: 'eu-north-1' }
      expect(await ledger.readGlance(place)).toBeUndefined()
      const glance = glanceOf(place, [], 90, NOW)
      await ledger.saveGlance(glance)
      expect(await ledger.readGlance(place)).toEqual(glance)
    })

    test('which images were touched since', async () => {
      const [older, newer] = [newImage(), newImage()]
      await ledger.saveRecentlyChanged('one', [older], NOW + 1_000)
      await ledger.saveRecentlyChanged('two', [newer, older], NOW + 2_000)
      expect(await ledger.readRecentlyChanged(NOW + 2_000)).toEqual([newer, older])
      expect(await ledger.readRecentlyChanged(NOW + 1_000)).toEqual([older, newer, older])
      expect(await ledger.readRecentlyChanged(NOW + 2_001)).toEqual([])
    })
  })

  describe('about amiops itself', () => {
    test('the last event', async () => {
      expect(await ledger.readLastAnnounced()).toBeUndefined()
      const lastEvent = { atMs: NOW, image: 'a/b/ami-1', state: 'available', afterMs: 1_200 }
      await ledger.saveLastAnnounced(lastEvent)
      expect(await ledger.readLastAnnounced()).toEqual(lastEvent)
    })

    test('a turn: of several at once one takes it, and it comes again', async () => {
      const take = (atMs: number) => ledger.takeLease('something', atMs, MINUTE)
      expect((await Promise.all([take(NOW), take(NOW), take(NOW)])).filter(taken => taken)).toHaveLength(1)
      expect(await take(NOW + MINUTE - 1)).toBe(false)
      expect(await take(NOW + MINUTE)).toBe(true)
    })
  })

  describe('proposals', () => {
    const proposal = (more: Partial<Proposal> = {}): Proposal => ({
      id: newId(),
      version: 0,
      action: 'deregister',
      image: newImage(),
      person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
      place: { channelId: 'C0READY', isPrivate: false },
      workspaceId: 'T0SANDBOX',
      appId: 'A0AMIOPS',
      state: 'open',
      askedAtMs: NOW,
      options: {},
      ...more,
    })
    const waiting = (remindAtMs: number, expiresAtMs: number): Partial<Proposal> => ({
      state: 'waiting',
      approval: {
        roles: ['approver'],
        channel: 'ami-alerts',
        askedAtMs: NOW,
        expiresAtMs,
        reminded: 0,
        remindAtMs,
      },
    })

    test('one that nobody noted is none; one that was is read again, whole', async () => {
      expect(await ledger.readProposal('never-noted')).toBeUndefined()
      const noted = proposal({
        purpose: 'grün 🟢',
        options: { unprotect: true },
        facts: { state: 'available', tags: {}, snapshots: [] },
        ...waiting(NOW, NOW + MINUTE),
      })
      expect(await ledger.saveProposal(noted)).toBe(true)
      expect(await ledger.readProposal(noted.id)).toEqual({ ...noted, version: 1 })
    })

    test('two that read the same: one writes, the others are told to read again', async () => {
      const noted = proposal()
      const first = await Promise.all([1, 2, 3].map(() => ledger.saveProposal(noted)))
      expect(first.filter(Boolean)).toHaveLength(1)
      const seen = { ...noted, version: 1 }
      const saved = await Promise.all(
        (['submitted', 'waiting', 'declined'] as const).map(state => ledger.saveProposal({ ...seen, state })),
      )
      expect(saved.filter(Boolean)).toHaveLength(1)
      expect((await ledger.readProposal(noted.id))?.version).toBe(2)
    })

    test('due are those that wait, from the moment on, the longest waiting first; a declined one until who asked is told', async () => {
      const soon = proposal(waiting(NOW + MINUTE, NOW + 60 * MINUTE))
      const sooner = proposal(waiting(NOW + 90 * MINUTE, NOW + MINUTE / 2))
      const open = proposal()
      for (const one of [soon, sooner, open]) await ledger.saveProposal(one)
      const due = async (nowMs: number) => {
        const ids = await ledger.readDueProposals(nowMs)
        return ids.filter(id => [soon.id, sooner.id, open.id].includes(id))
      }
      expect(await due(NOW + MINUTE / 2 - 1)).toEqual([])
      expect(await due(NOW + MINUTE / 2)).toEqual([sooner.id])
      expect(await due(NOW + MINUTE)).toEqual([sooner.id, soon.id])
      const declined = { ...soon, state: 'declined' as const }
      await ledger.saveProposal({ ...declined, version: 1 })
      expect(await due(NOW + 120 * MINUTE)).toEqual([sooner.id, soon.id])
      await ledger.saveProposal({
        ...declined,
        version: 2,
        ...(soon.approval && { approval: { ...soon.approval, isRequesterNotified: true } }),
      })
      expect(await due(NOW + 120 * MINUTE)).toEqual([sooner.id])
    })

    test('an approved one is due until its request has come to an end', async () => {
      const one = proposal({ ...waiting(NOW + MINUTE, NOW + 60 * MINUTE), state: 'approved' })
      const isDue = async () => (await ledger.readDueProposals(NOW + 120 * MINUTE)).includes(one.id)
      await ledger.saveProposal(one)
      expect(await isDue()).toBe(true)
      const endingIn = (version: number, outcome: 'accepted' | 'confirmed') => ({
        ...one,
        version,
        ...(one.approval && { approval: { ...one.approval, ending: { outcome } } }),
      })
      await ledger.saveProposal(endingIn(1, 'accepted'))
      expect(await isDue()).toBe(true)
      await ledger.saveProposal(endingIn(2, 'confirmed'))
      expect(await isDue()).toBe(false)
    })
  })

  describe('a request that was taken', () => {
    test('is acting once EC2 is asked next, and settled in the end', async () => {
      const key = newId()
      expect(await ledger.claimRequest(key, NOW)).toEqual({ kind: 'new' })
      expect(await ledger.claimRequest(key, NOW)).toEqual({ kind: 'open' })
      await ledger.saveActing(key)
      expect(await ledger.claimRequest(key, NOW)).toEqual({ kind: 'acting' })
      await ledger.saveOpen(key)
      expect(await ledger.claimRequest(key, NOW)).toEqual({ kind: 'open' })
      await ledger.saveActing(key)
      await ledger.settleRequest(key)
      expect(await ledger.claimRequest(key, NOW)).toEqual({ kind: 'settled' })
    })

    test('stays refused, in the same words, until it is settled', async () => {
      const [key, other] = [newId(), newId()]
      await ledger.claimRequest(key, NOW)
      expect(await ledger.readRefusal(key)).toBeUndefined()
      const message = { text: 'no', blocks: [{ type: 'divider' as const }] }
      await ledger.saveRefusal(key, message, NOW)
      expect([await ledger.readRefusal(key), await ledger.readRefusal(other)]).toEqual([message, undefined])
      expect(await ledger.claimRequest(key, NOW)).toEqual({ kind: 'refused', message })
      await ledger.settleRequest(key)
      expect(await ledger.claimRequest(key, NOW)).toEqual({ kind: 'settled' })
    })

    test('a turn is taken by one, who may take it again, until it is over', async () => {
      const what = newId()
      const take = (by: string | undefined, nowMs: number) => ledger.takeLease(what, nowMs, MINUTE, by)
      expect(await take('a', NOW)).toBe(true)
      expect(await take('b', NOW + 1)).toBe(false)
      expect(await take(undefined, NOW + 1)).toBe(false)
      expect(await take('a', NOW + 1)).toBe(true)
      expect(await take('b', NOW + 2 * MINUTE)).toBe(true)
    })
  })

  describe('what one person may do within an hour', () => {
    test('so many and no more; the same request counts once; each person and each hour by itself', async () => {
      const person = newId()
      const take = (key: string, atMs = NOW, who = person) => ledger.countRequest(who, key, atMs, 2)
      expect(await take('a')).toBe(true)
      expect(await take('a')).toBe(true)
      expect(await take('b')).toBe(true)
      expect(await take('c')).toBe(false)
      expect(await take('b')).toBe(true)
      expect(await take('c', NOW, newId())).toBe(true)
      expect(await ledger.countRequests(person, NOW)).toBe(2)
      expect(await ledger.countRequests(person, NOW + 66 * MINUTE)).toBe(0)
      expect(await ledger.countRequests(newId(), NOW)).toBe(0)
      expect(await take('c', NOW + 66 * MINUTE)).toBe(true)
    })

    test('keys of plans are long, and count as any other', async () => {
      const person = newId()
      const key = (at: number) =>
        `${'f'.repeat(40)}/123456789012/ap-southeast-2/ami-${String(at).padStart(17, '0')}`
      for (const at of [1, 2, 1]) expect(await ledger.countRequest(person, key(at), NOW, 2)).toBe(true)
      expect(await ledger.countRequest(person, key(3), NOW, 2)).toBe(false)
      expect(await ledger.countRequests(person, NOW)).toBe(2)
    })

    test('the hour is no hour by the clock: what was done just before its end counts just after', async () => {
      const person = newId()
      const endMs = Math.ceil(NOW / (60 * MINUTE)) * 60 * MINUTE
      const take = (key: string, atMs: number) => ledger.countRequest(person, key, atMs, 2)
      expect(await take('a', endMs - 1_000)).toBe(true)
      expect(await take('b', endMs - 1_000)).toBe(true)
      expect(await take('c', endMs + 1_000)).toBe(false)
      expect(await take('a', endMs + 10 * MINUTE)).toBe(true)
      expect(await take('c', endMs + 50 * MINUTE)).toBe(false)
      expect(await take('c', endMs + 66 * MINUTE)).toBe(true)
    })

    test('many at once take no more than there is', async () => {
      const person = newId()
      const taken = await Promise.all(
        ['a', 'b', 'c', 'd', 'e'].map(key => ledger.countRequest(person, key, NOW, 3)),
      )
      expect(taken.filter(Boolean)).toHaveLength(3)
    })

    test('twenty at once, some on each side of five minutes, take exactly what there is', async () => {
      const person = newId()
      const borderMs = Math.ceil(NOW / (5 * MINUTE)) * 5 * MINUTE
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          ledger.countRequest(person, `request-${i}`, borderMs + (i % 2 === 0 ? -1 : 1), 5),
        ),
      )
      expect(taken.filter(Boolean)).toHaveLength(5)
    })
  })

  describe('names of what is gone', () => {
    test('the images of a name in a place, the last first, each once', async () => {
      const [one, other, elsewhere] = [newImage(), newImage(), { ...newImage(), region: 'eu-west-1' }]
      const name = `web ${newId()}`
      await ledger.saveGone([
        { image: one, name, atMs: NOW },
        { image: other, name, atMs: NOW + MINUTE },
        { image: one, name, atMs: NOW },
        { image: elsewhere, name, atMs: NOW },
        { image: newImage(), name: `${name} 2`, atMs: NOW },
      ])
      expect(await ledger.readGone(one, name)).toEqual([other, one])
      expect(await ledger.readGone(one, 'never heard of')).toEqual([])
    })

    test('all of a place, with their names and when they went', async () => {
      const place = { account: '123456789012', region: 'ap-south-1' }
      const [one, other] = [{ ...newImage(), ...place }, newImage()]
      await ledger.saveGone([
        { image: one, name: 'web-1', atMs: NOW },
        { image: one, name: 'web-2', atMs: NOW + MINUTE },
        { image: other, name: 'web-3', atMs: NOW },
      ])
      const { imageId } = one
      const gone = [...(await ledger.readAllGone(place))].sort((a, b) => a.atMs - b.atMs)
      expect(gone).toEqual([
        { imageId, name: 'web-1', atMs: NOW },
        { imageId, name: 'web-2', atMs: NOW + MINUTE },
      ])
    })

    test('by a pattern of the name or of the id, wherever its wildcards are', async () => {
      const [one, other] = [newImage(), newImage()]
      const name = `web-${newId()}`
      await ledger.saveGone([
        { image: one, name: `${name}-1`, atMs: NOW },
        { image: other, name: `${name}-2`, atMs: NOW + MINUTE },
      ])
      expect(await ledger.readGone(one, `${name}-*`)).toEqual([other, one])
      expect(await ledger.readGone(one, `*${name.slice(1)}-?`)).toEqual([other, one])
      expect(await ledger.readGone(one, `*${name}-1*`)).toEqual([one])
      expect(await ledger.readGone(one, name)).toEqual([])
      expect(await ledger.readGone(one, `${one.imageId.slice(0, -1)}*`)).toContainEqual(one)
    })
  })

  describe('failed images by their families', () => {
    test('those of the families that are asked for, the newest first, each once', async () => {
      const [one, other] = [newImage(), newImage()]
      const family = { account: one.account, region: one.region, family: `web ${newId()}` }
      const elsewhere = { ...family, region: 'eu-west-1' }
      await ledger.saveFailed([
        { family, image: one, atMs: NOW },
        { family: elsewhere, image: { ...newImage(), region: 'eu-west-1' }, atMs: NOW },
      ])
      await ledger.saveFailed([
        { family, image: other, atMs: NOW + MINUTE },
        { family, image: one, atMs: NOW },
      ])
      const none = { ...family, family: 'never heard of' }
      expect(await ledger.readFailed([family, none])).toEqual([
        { family, image: other },
        { family, image: one },
      ])
      expect(await ledger.readFailed([])).toEqual([])
    })
  })

  describe('pages of a history', () => {
    test('each entry on one page, newest first, also where many share a moment', async () => {
      const image = newImage()
      const entries = Array.from(
        { length: 7 },
        (_, i): HistoryEntry => ({
          kind: 'event',
          id: `page-${i}`,
          atMs: NOW + (i < 4 ? 0 : i),
          state: 'available',
        }),
      )
      await ledger.addHistories(entries.map(entry => ({ image, entry })))
      const read: string[] = []
      let before: string | undefined
      for (let page = 0; page < 5; page++) {
        const found = await ledger.readHistory(image, 3, before)
        read.push(...found.map(({ id }) => id))
        const last = found.at(-1)
        if (!last) break
        before = historyCursor(last)
      }
      expect(read).toEqual(['page-6', 'page-5', 'page-4', 'page-3', 'page-2', 'page-1', 'page-0'])
    })
  })
})
