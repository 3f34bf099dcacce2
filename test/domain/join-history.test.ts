import { changeHead, changeWords } from '../../blocks/change-words.ts'
import {
  type Attempt,
  type CallEntry,
  type EventEntry,
  type HistoryEntry,
  historyCursor,
} from '../../src/domain/history.ts'
import { hasEntry, joinHistory } from '../../src/domain/join-history.ts'

const NOON = Date.parse('2026-11-30T12:00:00Z')
const MARIA = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
const ALEX = { userId: 'U0ALEX', workspaceId: 'T0SANDBOX' }

const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  kind: 'request',
  id: 'r1',
  atMs: NOON,
  action: 'disable',
  outcome: 'confirmed',
  by: MARIA,
  requestId: 'ec2-1',
  ...more,
})
const event = (more: Partial<EventEntry> = {}): EventEntry => ({
  kind: 'event',
  id: 'e1',
  atMs: NOON + 2_999,
  state: 'disabled',
  ...more,
})
const call = (more: Partial<CallEntry> = {}): CallEntry => ({
  kind: 'call',
  id: 'c1',
  atMs: NOON + 1_000,
  call: 'DisableImage',
  principal: { kind: 'role', name: 'deployer' },
  ...more,
})

/** How many entries each change holds, the newest change first. */
const sizes = (...entries: HistoryEntry[]): number[] =>
  joinHistory(entries).map(({ attempts, events, calls }) => attempts.length + events.length + calls.length)

test('the request, its event and its call are one change, in whatever order they are', () => {
  const parts = [
    attempt(),
    event({ ended: { id: 'r1', atMs: NOON }, by: MARIA }),
    call({ requestId: 'ec2-1', askedBy: MARIA }),
  ]
  expect(sizes(...parts)).toEqual([3])
  expect(sizes(...parts.reverse())).toEqual([3])
})

test('an event that names the person and not the request is of the request before it', () => {
  expect(sizes(attempt(), event({ by: MARIA }))).toEqual([2])
  expect(sizes(attempt(), event({ by: ALEX }))).toEqual([1, 1])
})

test('the proposal and the request that was made of it are one change', () => {
  const waited = attempt({ id: 'proposal/p1', outcome: 'approved', purpose: 'old', approvedBy: ALEX })
  const done = attempt({ id: 'p1/approved', atMs: NOON + 60_000, approvedBy: ALEX })
  expect(
    sizes(waited, done, event({ atMs: NOON + 61_999, ended: { id: 'p1/approved', atMs: NOON + 60_000 } })),
  ).toEqual([3])
})

test('a request that somebody else’s event ended is not that event’s', () => {
  const failed = attempt({ outcome: 'failed' })
  expect(sizes(failed, event({ state: 'deregistered', ended: { id: 'r1', atMs: NOON } }))).toEqual([1, 1])
})

test('a call from outside explains its event; a refused one, or one for another state, stands alone', () => {
  expect(sizes(event(), call())).toEqual([2])
  expect(sizes(event(), call({ errorCode: 'UnauthorizedOperation' }))).toEqual([1, 1])
  expect(sizes(event(), call({ call: 'EnableImage' }))).toEqual([1, 1])
  expect(sizes(event(), call({ atMs: NOON - 20 * 60_000 }))).toEqual([1, 1])
})

test('a look and the event that came after all are one change', () => {
  expect(sizes(event({ id: 'seen-late/1', seenLate: true }), event({ atMs: NOON + 60_999 }))).toEqual([2])
  expect(sizes(event(), event({ id: 'e2', atMs: NOON + 60_999 }))).toEqual([1, 1])
})

test('no entry is lost, and none is in two changes', () => {
  const entries = [
    attempt(),
    attempt({ id: 'r2', action: 'enable', atMs: NOON + 120_000, requestId: 'ec2-2' }),
    event({ by: MARIA }),
    event({ id: 'e2', state: 'available', atMs: NOON + 121_999, by: MARIA }),
    call({ requestId: 'ec2-2', askedBy: MARIA, call: 'EnableImage', atMs: NOON + 120_000 }),
    call({ id: 'c2', call: 'ModifyImageAttribute', atMs: NOON + 200_000 }),
  ]
  const changes = joinHistory(entries)
  const all = changes.flatMap(({ attempts, events, calls }) => [...attempts, ...events, ...calls])
  expect(all.map(({ id }) => id).sort()).toEqual(entries.map(({ id }) => id).sort())
  expect(sizes(...entries)).toEqual([1, 3, 2])
})

test.each<[what: string, entries: HistoryEntry[], words: RegExp]>([
  [
    'done',
    [attempt({ purpose: 'old' }), event({ by: MARIA })],
    /^🟡 \*Disabled\* by <@U0MARIA> · .*\nReason: “old” · Proof: AWS event$/,
  ],
  [
    'without permission',
    [attempt({ id: 'no-right/r1', outcome: 'refused', reason: 'no right' })],
    /^🚫 \*Disable\* requested by <@U0MARIA>: denied \(no permission\) · [^\n]*$/,
  ],
  [
    'a decision by no approver',
    [
      attempt({
        id: 'no-right/decision/d',
        by: ALEX,
        outcome: 'refused',
        decision: 'approve',
        reason: 'wanted to approve it, no right: …',
      }),
    ],
    /^🚫 <@U0ALEX> tried to approve \*Disable\*: denied \(not an approver\)/,
  ],
  [
    'a decision on one’s own',
    [
      attempt({
        id: 'no-right/decision/d',
        outcome: 'refused',
        decision: 'approve',
        reason: 'tried to approve it: own request',
      }),
    ],
    /denied \(own request\)/,
  ],
  [
    'outside',
    [event(), call()],
    /^🟡 \*Disabled\* by role `deployer` with the API · .*\nProof: AWS event, CloudTrail$/,
  ],
  [
    'declined',
    [attempt({ id: 'proposal/p', outcome: 'declined', approvedBy: ALEX })],
    /declined by <@U0ALEX>/,
  ],
  [
    'failed',
    [event({ state: 'failed', reason: 'the disk was full' })],
    /^🔴 \*Failed\* · .*\n`the disk was full`/,
  ],
])('%s, in words', (_what, entries, words) => {
  const [change, ...others] = joinHistory(entries)
  if (!change) throw new Error('Expected a change.')
  expect(others).toEqual([])
  expect(changeWords(change)).toMatch(words)
  expect(changeWords(change).startsWith(changeHead(change))).toBe(true)
})

describe('a change keeps its cursor, so that a page that was sent stays as it is', () => {
  const outside = event()
  const late = call({ call: 'DisableImage' })

  test.each<[string, HistoryEntry[], HistoryEntry]>([
    ['CloudTrail reports its call later', [outside], late],
    ['CloudTrail reports the call of a request', [attempt()], call({ requestId: 'ec2-1', askedBy: MARIA })],
    ['its event arrives', [attempt()], event({ by: MARIA })],
    ['AWS’s event comes after the look', [event({ id: 'l1', seenLate: true, atMs: NOON + 9_000 })], outside],
  ])('%s', (_when, before, later) => {
    const [known] = joinHistory(before)
    const joined = joinHistory([...before, later])
    expect(joined).toHaveLength(1)
    expect(joined[0]?.cursor).toBe(known?.cursor)
  })

  test('each of its entries finds it', () => {
    const [change] = joinHistory([outside, late])
    if (!change) throw new Error('Expected one change.')
    for (const entry of [outside, late]) expect(hasEntry(change, historyCursor(entry))).toBe(true)
    expect(hasEntry(change, historyCursor(event({ id: 'other' })))).toBe(false)
  })
})
