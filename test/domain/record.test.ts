import {
  type Card,
  changedAtMs,
  emptyRecord,
  type ImageRecord,
  isWaitingFor,
  observedSinceMs,
  type WaitingApproval,
  withoutWaiting,
} from '../../src/domain/record.ts'
import { isOutdated, needsRefresh, withCard, withoutCard } from '../../src/domain/record-cards.ts'
import { withoutRequest } from '../../src/domain/record-request.ts'
import {
  deletedSnapshotsOf,
  mayHaveLostSnapshots,
  needsRecycleBinLook,
  withRecycleBinState,
} from '../../src/domain/recycle-bin-state.ts'
import { givenFacts, givenRecord, givenRequest, givenTold, IMAGE, MARIA, NOON_MS } from './given.ts'

const card = (special: Partial<Card> = {}): Card => ({
  channel: 'ami-ready',
  channelId: 'C0READY',
  ts: '1.000001',
  shownRev: 7,
  ...special,
})
const gone = { lastEvent: givenTold({ state: 'deregistered' }) }

test('of an image that nobody knew there is nothing but where it is', () => {
  expect(emptyRecord({ ...IMAGE, state: 'available' } as typeof IMAGE)).toStrictEqual(givenRecord())
})

describe('the cards of a record', () => {
  test('are outdated where one of them shows an earlier revision', () => {
    expect(isOutdated(givenRecord({ rev: 7, cards: [card()] }))).toBe(false)
    expect(isOutdated(givenRecord({ rev: 8, cards: [card({ shownRev: 8 }), card()] }))).toBe(true)
    expect(isOutdated(givenRecord({ rev: 8 }))).toBe(false)
  })

  test('need an update where they are outdated, or do not say what was not looked up yet', () => {
    const needs = (special: Partial<ImageRecord>) => needsRefresh(givenRecord({ rev: 7, ...special }))
    expect(needs({ cards: [card()] })).toBe(false)
    expect(needs({ cards: [card({ shownRev: 6 })] })).toBe(true)
    expect(needs({ ...gone, cards: [card()] })).toBe(true)
    expect(needs({ ...gone, cards: [card()], recycled: { untilMs: 1 } })).toBe(false)
    expect(needs(gone)).toBe(false)
    const failed = { lastEvent: givenTold({ state: 'failed' }), lastGoodDueMs: 0 }
    expect(needs({ ...failed, cards: [card()] })).toBe(true)
    expect(needs(failed)).toBe(false)
    expect(needs({ cards: [card()], lastGoodDueMs: 0 })).toBe(false)
  })

  test('a card is written once', () => {
    const once = withCard(givenRecord(), card())
    expect(once.cards).toEqual([card()])
    expect(withCard(once, card({ shownRev: 8 }))).toBe(once)
    expect(withCard(once, card({ ts: '1.000002' })).cards).toHaveLength(2)
    expect(withCard(once, card({ channel: 'ami-alerts' })).cards).toHaveLength(2)
  })

  test('one that was deleted is remembered, so that another may replace it', () => {
    const others = [card({ ts: '1.000002' }), card({ channel: 'ami-alerts' })]
    const lostCardTs = { 'ami-failed': '9.000009' }
    const record = withoutCard(givenRecord({ cards: [card(), ...others], lostCardTs }), card())
    expect(record.cards).toEqual(others)
    expect(record.lostCardTs).toEqual({ ...lostCardTs, 'ami-ready': '1.000001' })
  })
})

describe('when a record last changed', () => {
  test.each<[what: string, known: Partial<ImageRecord>, atMs: number]>([
    ['nothing is known', {}, 0],
    ['by its event', { lastEvent: givenTold(), request: givenRequest({ askedAtMs: 1 }) }, NOON_MS],
    ['by its request', { lastEvent: givenTold({ atMs: 1 }), request: givenRequest() }, NOON_MS],
    ['by a look', { observedState: { state: 'disabled', atMs: NOON_MS } }, NOON_MS],
    ['by the first of its looks', { observedState: { state: 'disabled', atMs: NOON_MS, sinceMs: 5 } }, 5],
  ])('%s', (_what, known, atMs) => {
    expect(changedAtMs(givenRecord(known))).toBe(atMs)
  })

  test('a look without a first one is the first', () => {
    expect(observedSinceMs({ state: 'disabled', atMs: 7 })).toBe(7)
    expect(observedSinceMs({ state: 'disabled', atMs: 7, sinceMs: 5 })).toBe(5)
  })
})

test('a record without its request is shown again', () => {
  const record = withoutRequest(givenRecord({ rev: 7, request: givenRequest() }))
  expect(record).toStrictEqual(givenRecord({ rev: 8 }))
})

describe('what waits for a second person', () => {
  const waiting: WaitingApproval = {
    proposalId: 'click-1',
    by: MARIA,
    channel: 'ami-alerts',
    untilMs: NOON_MS,
  }

  test('waits until it expires', () => {
    expect(isWaitingFor(waiting, NOON_MS - 1)).toBe(true)
    expect(isWaitingFor(waiting, NOON_MS)).toBe(false)
  })

  test('is taken out by its action, and the cards are outdated', () => {
    const both = givenRecord({ rev: 7, waiting: { disable: waiting, deregister: waiting } })
    const one = withoutWaiting(both, 'disable')
    expect(one).toStrictEqual(givenRecord({ rev: 8, waiting: { deregister: waiting } }))
    expect(withoutWaiting(one, 'deregister')).toStrictEqual(givenRecord({ rev: 9 }))
    expect(withoutWaiting(givenRecord(), 'disable')).toStrictEqual(givenRecord({ rev: 1 }))
  })
})

describe('the snapshots of an image that was deregistered', () => {
  test('are deleted where EC2 says so of each', () => {
    const snapshots = [
      { snapshotId: 'snap-1', result: 'success' },
      { snapshotId: 'snap-2', result: 'skipped' },
    ]
    expect(deletedSnapshotsOf(givenRecord({ request: givenRequest({ snapshots }) }))).toEqual(['snap-1'])
    expect(deletedSnapshotsOf(givenRecord({ request: givenRequest() }))).toEqual([])
    expect(deletedSnapshotsOf(givenRecord())).toEqual([])
  })

  test('may be lost where they were to be deleted, and EC2’s list did not come', () => {
    const request = givenRequest({ action: 'deregister', options: { deleteSnapshots: true } })
    const { options: _none, ...kept } = request
    const { actedAtMs: _never, ...notCalled } = request
    const may = (special: Partial<ImageRecord>) => mayHaveLostSnapshots(givenRecord(special))
    expect(may({ request })).toBe(true)
    expect(may({ request: { ...request, snapshots: [] } })).toBe(false)
    expect(may({ request: { ...request, action: 'disable' } })).toBe(false)
    expect(may({ request: { ...request, options: {} } })).toBe(false)
    expect(may({ request: kept })).toBe(false)
    expect(may({ request: notCalled })).toBe(false)
    expect(may({})).toBe(false)
  })
})

describe('the Recycle Bin', () => {
  test('is looked into once, for an image that is gone', () => {
    const needs = (special: Partial<ImageRecord>) => needsRecycleBinLook(givenRecord(special))
    expect(needs(gone)).toBe(true)
    expect(needs({ ...gone, recycled: { untilMs: 1 } })).toBe(false)
    expect(needs({ ...gone, notRestorable: 'unknown' })).toBe(false)
    expect(needs({ facts: givenFacts() })).toBe(false)
  })

  test('what was found replaces what was known, and the cards are outdated', () => {
    const kept = withRecycleBinState(givenRecord({ rev: 7, ...gone }), NOON_MS)
    expect(kept).toStrictEqual(givenRecord({ rev: 8, ...gone, recycled: { untilMs: NOON_MS } }))
    const lost = withRecycleBinState(kept, 'snapshots')
    expect(lost).toStrictEqual(givenRecord({ rev: 9, ...gone, notRestorable: 'snapshots' }))
    expect(withRecycleBinState(kept, NOON_MS)).toBe(kept)
    expect(withRecycleBinState(lost, 'snapshots')).toBe(lost)
    expect(withRecycleBinState(lost, 'image').notRestorable).toBe('image')
  })

  test('says nothing of an image that is there', () => {
    const record = givenRecord({ lastEvent: givenTold() })
    expect(withRecycleBinState(record, NOON_MS)).toBe(record)
  })
})
