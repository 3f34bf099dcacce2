import type { Attempt } from '../../src/domain/history.ts'
import { joinRequests, showing } from '../../src/domain/home.ts'
import { mayRefresh } from '../../src/domain/visited-home.ts'

const by = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
const entry = (id: string) => ({
  attempt: { kind: 'request', id, atMs: 0, action: 'disable', outcome: 'asked', by } satisfies Attempt,
})
const ids = (...given: string[]) => joinRequests(given.map(entry)).map(({ attempt }) => attempt.id)

test('a proposal that became a request is one line, the request’s', () => {
  expect(ids('a', 'proposal/a', 'proposal/b', 'c')).toEqual(['a', 'proposal/b', 'c'])
  expect(ids('proposal/a', 'a')).toEqual(['a'])
})

test('so many are shown, and all are counted', () => {
  expect(showing([1, 2, 3], 2)).toEqual({ items: [1, 2], total: 3 })
  expect(showing([1], 2)).toEqual({ items: [1], total: 1 })
})

test('a Home is drawn again once a minute, for clocks that differ by two seconds', () => {
  const home = { person: by, version: 1, openedAtMs: 0 }
  expect(mayRefresh(home, 60_000)).toBe(true)
  expect(mayRefresh({ ...home, refreshedAtMs: 1_000 }, 58_999)).toBe(false)
  expect(mayRefresh({ ...home, refreshedAtMs: 1_000 }, 59_000)).toBe(true)
})
