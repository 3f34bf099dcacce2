import type { News } from '../../src/domain/news.ts'
import type { Subject } from '../../src/domain/subject.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** Who watches what, in memory and in DynamoDB. */

const NOW = Date.UTC(2026, 0, 15, 12)
const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }
const FAMILY: Subject = { kind: 'family', family: 'web' }
let count = 0
const somebody = () => ({ userId: `U0WATCH${++count}`, workspaceId: 'T0SANDBOX', name: 'maria' })
const news = (id: string, atMs = NOW): News => ({
  id,
  atMs,
  what: 'disabled',
  line: 'web-1 is disabled',
  image: IMAGE,
  family: 'web',
})

describe.each(bothLedgers())('watches %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('what a person watches is read back, saved only over what was read, and found among all', async () => {
    const person = somebody()
    expect(await ledger.readWatcher(person.userId)).toBeUndefined()
    const on: Subject = { kind: 'image', image: IMAGE, name: 'web-1' }
    const watches = [
      { on: FAMILY, sinceMs: NOW },
      { on, sinceMs: NOW + 1 },
    ]
    expect(await ledger.saveWatcher({ person, version: 0, watches })).toBe(true)
    expect(await ledger.saveWatcher({ person, version: 0, watches: [] })).toBe(false)
    expect(await ledger.readWatcher(person.userId)).toEqual({ person, version: 1, watches })
    expect(await ledger.readWatchers()).toContainEqual({ person, version: 1, watches })
    expect(await ledger.saveWatcher({ person, version: 1, watches: [] })).toBe(true)
    expect((await ledger.readWatchers()).map(one => one.person.userId)).not.toContain(person.userId)
  })

  test('news wait until they are sent, and are never added again', async () => {
    const { userId } = somebody()
    const two = [news('event-1'), { ...news('alias/prod', NOW + 5), image: IMAGE }]
    await ledger.addWatchNews(userId, two, NOW)
    expect(await ledger.readWatchNews(userId)).toEqual(two)
    expect(await ledger.readAwaitingNews(NOW - 1)).not.toContain(userId)
    expect(await ledger.readAwaitingNews(NOW)).toContain(userId)
    const sent = { as: 'alone', atMs: NOW + 9 }
    await ledger.saveWatchNewsSent(userId, two, sent)
    await ledger.addWatchNews(userId, [...two, news('event-2', NOW + 7)], NOW + 20)
    expect(await ledger.readWatchNews(userId)).toEqual([
      ...two.map(one => ({ ...one, sent })),
      news('event-2', NOW + 7),
    ])
    expect(await ledger.readAwaitingNews(NOW + 20)).toContain(userId)
    await ledger.saveWatchNewsSent(userId, [news('event-2', NOW + 7)], sent)
    expect(await ledger.readAwaitingNews(NOW + 20)).not.toContain(userId)
    expect(await ledger.readWatchNews(somebody().userId)).toEqual([])
  })
})
