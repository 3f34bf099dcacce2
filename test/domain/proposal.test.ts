import fc from 'fast-check'
import {
  type Approval,
  type ApprovedEnding,
  agreedBeforeSeeing,
  hasApproval,
  isAbandoned,
  isFollowed,
  type Proposal,
  proposalDueAtMs,
  proposalOf,
  withRiskIncrease,
} from '../../src/domain/proposal.ts'
import type { RiskIncrease } from '../../src/domain/risk-increase.ts'
import { givenFacts, IMAGE, MARIA, NOON_MS } from './given.ts'

const MINUTE_MS = 60_000
const ASKED = {
  key: 'click-1',
  action: 'deregister',
  image: IMAGE,
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0HOME',
  appId: 'A0AMIOPS',
  askedAtMs: NOON_MS,
} as const
const OPEN = proposalOf(ASKED, {})

/** Asked of a second person two minutes after the form was opened, with an hour's time. */
const APPROVAL: Approval = {
  roles: ['approver'],
  channel: 'ami-alerts',
  askedAtMs: NOON_MS + 2 * MINUTE_MS,
  expiresAtMs: NOON_MS + 62 * MINUTE_MS,
  reminded: 0,
  remindAtMs: NOON_MS + 12 * MINUTE_MS,
}
const given = (state: Proposal['state'], special: Partial<Approval> = {}): Proposal => ({
  ...OPEN,
  state,
  approval: { ...APPROVAL, ...special },
})
const DECIDED = { decidedAtMs: NOON_MS + 20 * MINUTE_MS }

test('a click becomes an open proposal with the id of the click, and nothing chosen', () => {
  const { key: _id, ...asked } = ASKED
  const facts = givenFacts()
  expect(proposalOf(ASKED, { facts, submittedBy: 'click-2' })).toEqual({
    ...asked,
    id: 'click-1',
    version: 0,
    state: 'open',
    options: {},
    facts,
    submittedBy: 'click-2',
  })
})

test('a queue that says more than a click does adds nothing to the proposal', () => {
  const more = { ...ASKED, state: 'approved', options: { emergencyOverride: true } }
  expect(proposalOf(more, {})).toEqual(OPEN)
})

describe('facts that got worse', () => {
  const snapshot = (n: number): RiskIncrease => ({ kind: 'snapshot', snapshotId: `snap-${n}`, alsoIn: [] })

  test('come before those that had got worse earlier; the newest ten are kept', () => {
    const first = withRiskIncrease(OPEN, [snapshot(1), snapshot(2)], 'ask-1', NOON_MS)
    expect(first).toEqual({
      ...OPEN,
      riskIncrease: { items: [snapshot(1), snapshot(2)], by: 'ask-1', atMs: NOON_MS },
    })
    const nine = Array.from({ length: 9 }, (_, i) => snapshot(i + 3))
    const { riskIncrease } = withRiskIncrease(first, nine, 'ask-2', NOON_MS + 1)
    expect(riskIncrease).toEqual({ items: [...nine, snapshot(1)], by: 'ask-2', atMs: NOON_MS + 1 })
  })

  const worse = withRiskIncrease(OPEN, [snapshot(1)], 'ask-1', NOON_MS)
  test.each<[situation: string, proposal: Proposal, key: string, sinceMs: number, expected: boolean]>([
    ['none got worse', OPEN, 'ask-1', -1, false],
    ['by the ask that found them, delivered again', worse, 'ask-1', 5_000, true],
    ['by one that was sent before they were found', worse, 'ask-2', -1, true],
    ['by one that was sent when they were found', worse, 'ask-2', 0, false],
    ['by a later one', worse, 'ask-2', 5_000, false],
  ])('agreed before seeing them, %s', (_situation, proposal, key, sinceMs, expected) => {
    expect(agreedBeforeSeeing(proposal, { key, askedAtMs: NOON_MS + sinceMs })).toBe(expected)
  })
})

test.each<[ApprovedEnding['outcome'] | undefined, boolean]>([
  [undefined, false],
  ['asked', false],
  ['acting', false],
  ['accepted', false],
  ['unknown', false],
  ['confirmed', true],
  ['refused', true],
  ['failed', true],
])('an approved request that is %s: its card shows the end: %p', (outcome, expected) => {
  const proposal = given('approved', { ...DECIDED, ...(outcome && { ending: { outcome } }) })
  expect(isFollowed(proposal)).toBe(expected)
  expect(proposalDueAtMs(proposal)).toBe(expected ? undefined : NOON_MS + 21 * MINUTE_MS)
})

test('nothing is followed that no second person was asked about', () => {
  expect(isFollowed(OPEN)).toBe(false)
})

describe('nobody will carry out an approved proposal any more', () => {
  test('45 minutes after the decision; without its time, after the click', () => {
    const isAbandonedAfter = (proposal: Proposal, minutes: number, moreMs: number) =>
      isAbandoned(proposal, NOON_MS + minutes * MINUTE_MS + moreMs)
    expect(isAbandonedAfter(given('approved', DECIDED), 65, 0)).toBe(false)
    expect(isAbandonedAfter(given('approved', DECIDED), 65, 1)).toBe(true)
    expect(isAbandonedAfter(given('approved'), 45, 0)).toBe(false)
    expect(isAbandonedAfter(given('approved'), 45, 1)).toBe(true)
    expect(isAbandonedAfter({ ...OPEN, state: 'approved' }, 45, 1)).toBe(true)
  })

  test('but another one is not abandoned, however old', () => {
    for (const state of ['open', 'submitted', 'refused', 'waiting', 'declined', 'expired'] as const)
      expect(isAbandoned(given(state, DECIDED), NOON_MS * 2)).toBe(false)
  })
})

describe('when the schedule handles a proposal', () => {
  const dueAfterMin = (proposal: Proposal): number | undefined => {
    const dueAtMs = proposalDueAtMs(proposal)
    return dueAtMs && (dueAtMs - NOON_MS) / MINUTE_MS
  }

  test.each<[situation: string, proposal: Proposal, minutes: number | undefined]>([
    ['open, and nobody else was asked: never', OPEN, undefined],
    ['open, and the second person was to be asked: when no queue delivers it any more', given('open'), 47],
    ['waiting: at the next reminder', given('waiting'), 12],
    ['waiting, and time is over before the next reminder', given('waiting', { remindAtMs: 9e15 }), 62],
    ['approved: a minute after the decision', given('approved', DECIDED), 21],
    ['approved, the time of the decision is unknown: a minute after the click', given('approved'), 1],
    ['declined: a minute after the decision', given('declined', DECIDED), 21],
    ['declined, the time of the decision is unknown: a minute after the click', given('declined'), 1],
    ['declined, and the requester knows: never', given('declined', { isRequesterNotified: true }), undefined],
    ['expired: when it expired', given('expired'), 62],
    ['expired, and the requester knows: never', given('expired', { isRequesterNotified: true }), undefined],
    ['refused: never', given('refused'), undefined],
    ['submitted: never', given('submitted'), undefined],
  ])('%s', (_situation, proposal, minutes) => {
    expect(dueAfterMin(proposal)).toBe(minutes)
  })

  test('one that waits, before it expires and not after', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (remindMs, expireMs) => {
        const due = proposalDueAtMs(given('waiting', { remindAtMs: remindMs, expiresAtMs: expireMs }))
        expect([remindMs, expireMs]).toContain(due)
        expect(due).toBeLessThanOrEqual(expireMs)
      }),
    )
  })
})

test('a proposal that was put before a second person has an approval', () => {
  expect(hasApproval(given('waiting'))).toBe(true)
  expect(hasApproval(OPEN)).toBe(false)
})
