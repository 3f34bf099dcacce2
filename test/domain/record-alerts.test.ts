import { applyEvent } from '../../src/domain/apply-event.ts'
import type { ExposureAlert } from '../../src/domain/exposure-alert.ts'
import { keptExposure } from '../../src/domain/exposure-alert.ts'
import {
  endAlerts,
  endAlertsByCall,
  isAlertOutdated,
  nameAlert,
  openAlerts,
  withAlert,
  withAlertShown,
  withoutAlert,
} from '../../src/domain/record-alerts.ts'
import { isOutdated } from '../../src/domain/record-cards.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import { givenEvent, givenRecord, NOON_MS } from './given.ts'

const EVERYBODY = { ...NOBODY, isPublic: true }
const STRANGER = '999999999999'
const OPS = { kind: 'role' as const, name: 'ops' }

const alertOf = (special: Partial<ExposureAlert> = {}): ExposureAlert => ({
  id: 'call/1',
  atMs: NOON_MS,
  to: EVERYBODY,
  publicAccess: 'allowed',
  channelId: 'C0ALERTS',
  ts: '1.1',
  shownRev: 3,
  ...special,
})

describe('an alert in the record', () => {
  test('is outdated while the record is newer; once it is over, only until that was shown', () => {
    const record = givenRecord({ rev: 5 })
    expect(isAlertOutdated(alertOf({ shownRev: 4 }), record)).toBe(true)
    expect(isAlertOutdated(alertOf({ shownRev: 5 }), record)).toBe(false)
    const over = { atMs: NOON_MS, rev: 4 }
    expect(isAlertOutdated(alertOf({ over }), record)).toBe(true)
    expect(isAlertOutdated(alertOf({ shownRev: 4, over }), record)).toBe(false)
    expect(isOutdated({ ...record, alerts: [alertOf()] })).toBe(true)
    expect(isOutdated({ ...record, alerts: [alertOf({ shownRev: 5 })] })).toBe(false)
  })

  test('stands there once, and the newest five are kept', () => {
    const one = withAlert(givenRecord(), alertOf())
    expect(withAlert(one, alertOf({ shownRev: 9 }))).toBe(one)
    const many = [2, 3, 4, 5, 6].reduce((record, n) => withAlert(record, alertOf({ ts: `1.${n}` })), one)
    expect(many.alerts?.map(({ ts }) => ts)).toEqual(['1.2', '1.3', '1.4', '1.5', '1.6'])
  })

  test('is shown, or lost, and the others stay', () => {
    const other = alertOf({ ts: '1.2' })
    const record = givenRecord({ alerts: [alertOf(), other] })
    expect(withAlertShown(record, alertOf({ shownRev: 7 })).alerts).toEqual([alertOf({ shownRev: 7 }), other])
    expect(withoutAlert(record, alertOf()).alerts).toEqual([other])
  })

  test('keeps fifty names of a kind', () => {
    const accounts = Array.from({ length: 60 }, (_, n) => String(n).padStart(12, '0'))
    expect(keptExposure({ ...EVERYBODY, accounts })).toEqual({
      ...EVERYBODY,
      accounts: accounts.slice(0, 50),
    })
  })
})

describe('an alert is over', () => {
  test('once nobody that it names has access; an end is never replaced', () => {
    const record = givenRecord({
      rev: 7,
      alerts: [alertOf(), alertOf({ ts: '1.2', to: { ...NOBODY, accounts: [STRANGER] } })],
    })
    const ended = endAlerts(record, ({ to }) => ({ ...to, isPublic: false }), { atMs: NOON_MS })
    expect(ended?.rev).toBe(8)
    expect(ended?.alerts?.[0]?.over).toEqual({ atMs: NOON_MS, rev: 8 })
    expect(openAlerts(ended ?? record).map(({ ts }) => ts)).toEqual(['1.2'])
    expect(endAlerts(ended ?? record, ({ to }) => ({ ...to, isPublic: false }), { atMs: 1 })).toBeUndefined()
  })

  test('with the image: disabled or deregistered', () => {
    const record = givenRecord({ alerts: [alertOf()] })
    for (const state of ['disabled', 'deregistered'] as const)
      expect(applyEvent(record, givenEvent({ state }), undefined, NOON_MS).record.alerts?.[0]?.over).toEqual({
        atMs: NOON_MS,
        rev: 1,
        state,
      })
    expect(applyEvent(record, givenEvent({ state: 'available' }), undefined, NOON_MS).record.alerts).toEqual([
      alertOf(),
    ])
  })

  test('by a call outside Slack that takes all of it away; of a part, the rest is still shown', () => {
    const both = { ...EVERYBODY, accounts: [STRANGER] }
    const record = givenRecord({ alerts: [alertOf({ to: both })] })
    const call = (removed: string[], more = {}) =>
      endAlertsByCall(record, { sharing: { added: [], removed }, atMs: NOON_MS + 1, principal: OPS, ...more })
    expect(call(['all', STRANGER])?.alerts?.[0]?.over).toEqual({ atMs: NOON_MS + 1, rev: 1, principal: OPS })
    expect(call(['all'])?.alerts).toEqual([alertOf({ to: { ...NOBODY, accounts: [STRANGER] } })])
    expect(call(['all'])?.rev).toBe(1)
    expect(call(['111111111111'])).toBeUndefined()
    expect(call([])).toBeUndefined()
    expect(call(['all', STRANGER], { errorCode: 'UnauthorizedOperation' })).toBeUndefined()
    // It came late: the access was given after it.
    expect(call(['all', STRANGER], { atMs: NOON_MS - 1 })).toBeUndefined()
    expect(endAlertsByCall(record, { atMs: NOON_MS + 1, principal: OPS })).toBeUndefined()
  })
})

describe('CloudTrail names who did what a scan found', () => {
  test('in the alert that stands there', () => {
    const record = givenRecord({ alerts: [alertOf()] })
    const to = { ...EVERYBODY, accounts: [STRANGER] }
    const named = nameAlert(record, { to, principal: OPS, requestId: 'ec2-1' })
    expect(named?.alerts).toEqual([alertOf({ to, principal: OPS, requestId: 'ec2-1' })])
    expect(named?.rev).toBe(1)
  })

  test('not where it is of something else, has a name, or is over', () => {
    const to = { ...NOBODY, accounts: [STRANGER] }
    expect(nameAlert(givenRecord({ alerts: [alertOf()] }), { to, principal: OPS })).toBeUndefined()
    for (const alert of [
      alertOf({ principal: OPS }),
      alertOf({ to }),
      alertOf({ over: { atMs: 1, rev: 1 } }),
    ])
      expect(nameAlert(givenRecord({ alerts: [alert] }), { to: EVERYBODY, principal: OPS })).toBeUndefined()
  })
})
