import { changeHead, changeWords, deniedWhy, reasonWords } from '../../blocks/change-words.ts'
import type { Attempt, CallEntry, EventEntry, SingleEntry } from '../../src/domain/history.ts'
import type { HistoryChange } from '../../src/domain/join-history.ts'
import { MARIA, NOON_MS } from '../domain/given.ts'
import { ALEX } from './given.ts'

const attempt = (special: Partial<Attempt> = {}): Attempt => ({
  kind: 'request',
  id: 'click-1',
  atMs: NOON_MS,
  action: 'disable',
  outcome: 'confirmed',
  by: MARIA,
  ...special,
})
const event = (special: Partial<EventEntry> = {}): EventEntry => ({
  kind: 'event',
  id: 'event-1',
  atMs: NOON_MS,
  state: 'disabled',
  ...special,
})
const call = (special: Partial<CallEntry> = {}): CallEntry => ({
  kind: 'call',
  id: 'call-1',
  atMs: NOON_MS,
  call: 'DisableImage',
  principal: { kind: 'user', name: 'sam' },
  ...special,
})
const change = (special: Partial<HistoryChange>): HistoryChange => ({
  cursor: '1',
  attempts: [],
  events: [],
  calls: [],
  ...special,
})
const ofAttempt = (special: Partial<Attempt> = {}) => change({ attempts: [attempt(special)] })
const single = (special: object): HistoryChange =>
  change({ single: { id: 'x', atMs: NOON_MS, by: MARIA, ...special } as SingleEntry })
const alias = (special: object): HistoryChange =>
  single({
    kind: 'assignment',
    change: 'promote',
    family: 'payments-base',
    alias: 'prod',
    places: 2,
    ...special,
  })

/** Every case is at noon: the time is left out. */
const AT_NOON = ' · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>'

test('when: of the event, or of the request, or of the call', () => {
  const late = NOON_MS + 60_000
  const all = { events: [event({ atMs: late })], attempts: [attempt()], calls: [call({ atMs: 0 })] }
  expect(changeHead(change(all))).toBe(
    '🟡 *Disabled* by <@U0MARIA> · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC>',
  )
  expect(changeHead(change({ ...all, events: [] }))).toBe(
    '🟡 *Disabled* by <@U0MARIA> · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
  expect(changeHead(change({ calls: [call()] }))).toBe(
    '🧾 *DisableImage* by IAM user `sam` with the API · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
  expect(changeHead(single({ kind: 'acknowledgement' }))).toBe(
    '👀 *Failure acknowledged* by <@U0MARIA> · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
})

test.each<[string, () => HistoryChange, string]>([
  ['disabled', () => change({ attempts: [attempt()], events: [event()] }), '🟡 *Disabled* by <@U0MARIA>'],
  ['enabled, no event yet', () => ofAttempt({ action: 'enable' }), '🟢 *Enabled* by <@U0MARIA>'],
  [
    'given a deprecation date',
    () => ofAttempt({ action: 'retire' }),
    '🗓️ *Given a new deprecation date* by <@U0MARIA>',
  ],
  [
    'not permitted',
    () => ofAttempt({ id: 'no-right/click-1', outcome: 'refused', reason: 'in none of the roles that may' }),
    '🚫 *Disable* requested by <@U0MARIA>: denied (no permission)',
  ],
  [
    'not carried out',
    () => ofAttempt({ outcome: 'refused', reason: 'it is in use' }),
    '🚫 *Disable* requested by <@U0MARIA>: not carried out',
  ],
  [
    'failed',
    () => ofAttempt({ outcome: 'failed', reason: 'Client.Error' }),
    '⚠️ *Disable* requested by <@U0MARIA>: failed',
  ],
  [
    'declined',
    () => ofAttempt({ outcome: 'declined', approvedBy: ALEX }),
    '🚫 *Disable* requested by <@U0MARIA>: declined by <@U0ALEX>',
  ],
  [
    'declined, by whom is not known',
    () => ofAttempt({ outcome: 'declined' }),
    '🚫 *Disable* requested by <@U0MARIA>: declined',
  ],
  ['withdrawn', () => ofAttempt({ outcome: 'withdrawn' }), '↩️ *Disable* requested by <@U0MARIA>: withdrawn'],
  [
    'expired',
    () => ofAttempt({ outcome: 'expired' }),
    '⌛ *Disable* requested by <@U0MARIA>: expired, nobody decided in time',
  ],
  ['asked', () => ofAttempt({ outcome: 'asked' }), '⏳ *Disable* requested by <@U0MARIA>: in progress'],
  ['acting', () => ofAttempt({ outcome: 'acting' }), '⏳ *Disable* requested by <@U0MARIA>: in progress'],
  [
    'accepted',
    () => ofAttempt({ outcome: 'accepted' }),
    '⏳ *Disable* requested by <@U0MARIA>: accepted by EC2, awaiting confirmation',
  ],
  [
    'unknown',
    () => ofAttempt({ outcome: 'unknown' }),
    '⏳ *Disable* requested by <@U0MARIA>: no answer from EC2 yet',
  ],
  [
    'waiting',
    () => ofAttempt({ outcome: 'waiting' }),
    '⏳ *Disable* requested by <@U0MARIA>: awaiting approval',
  ],
  ['approved', () => ofAttempt({ outcome: 'approved' }), '☑️ *Disable* requested by <@U0MARIA>: approved'],
  [
    'somebody tried to approve',
    () => ofAttempt({ decision: 'approve', outcome: 'refused' }),
    '🚫 <@U0MARIA> tried to approve *Disable*: denied (not an approver)',
  ],
  [
    'a request that was approved: what was carried out counts',
    () =>
      change({
        attempts: [
          attempt({ id: 'proposal/click-1', outcome: 'approved', approvedBy: ALEX }),
          attempt({ outcome: 'accepted' }),
        ],
      }),
    '⏳ *Disable* requested by <@U0MARIA>: accepted by EC2, awaiting confirmation',
  ],
  ['an event', () => change({ events: [event()] }), '🟡 *Disabled*'],
  [
    'an event with a cause',
    () => change({ events: [event({ state: 'available', cause: 'copied' })] }),
    '🟢 *Available* (copied from another image)',
  ],
  [
    'an event by somebody in Slack',
    () => change({ events: [event({ by: MARIA })], calls: [call()] }),
    '🟡 *Disabled* by <@U0MARIA>',
  ],
  [
    'an event by somebody outside',
    () => change({ events: [event()], calls: [call()] }),
    '🟡 *Disabled* by IAM user `sam` with the API',
  ],
  ['a call', () => change({ calls: [call()] }), '🧾 *DisableImage* by IAM user `sam` with the API'],
  [
    'a refused call about sharing, of amiops',
    () =>
      change({
        calls: [
          call({
            call: 'ModifyImageAttribute',
            askedBy: MARIA,
            errorCode: 'Denied',
            sharing: { added: ['111111111111'], removed: [] },
          }),
        ],
      }),
    '🧾 *ModifyImageAttribute* by amiops for <@U0MARIA>: refused by EC2 (`Denied`) · not done: shared with `111111111111`',
  ],
  ['acknowledged', () => single({ kind: 'acknowledgement' }), '👀 *Failure acknowledged* by <@U0MARIA>'],
  [
    'no longer acknowledged',
    () => single({ kind: 'acknowledgement', undone: true }),
    '👀 *Failure no longer acknowledged* by <@U0MARIA>',
  ],
  ['revoked', () => single({ kind: 'revocation', planId: 'plan-1' }), '🚫 *Revoked* by <@U0MARIA>'],
  [
    'a revocation that was undone',
    () => single({ kind: 'revocation', planId: 'plan-1', undone: true }),
    '↩️ *Revocation undone* by <@U0MARIA>',
  ],
  ['promoted', () => alias({}), '🏷️ *Became prod* of payments-base in 2 places by <@U0MARIA>'],
  [
    'another image was promoted',
    () => alias({ replaced: true, places: 1 }),
    '🏷️ *No longer prod* of payments-base in 1 place by <@U0MARIA> (promoted another image)',
  ],
  [
    'rolled back to it',
    () => alias({ change: 'rollback' }),
    '🏷️ *Became prod again* of payments-base in 2 places by <@U0MARIA>',
  ],
  [
    'rolled back from it',
    () => alias({ change: 'rollback', replaced: true }),
    '🏷️ *No longer prod* of payments-base in 2 places by <@U0MARIA> (rolled back)',
  ],
  [
    'set to it, because another one was revoked',
    () => alias({ change: 'revoke' }),
    '🏷️ *Became prod again* of payments-base in 2 places by <@U0MARIA>',
  ],
  [
    'set to another one, because it was revoked',
    () => alias({ change: 'revoke', replaced: true }),
    '🏷️ *No longer prod* of payments-base in 2 places by <@U0MARIA> (revoked)',
  ],
  [
    'set outside amiops',
    () => alias({ change: 'outside', by: undefined, principal: { kind: 'user', name: 'sam' } }),
    '🏷️ *Became prod* of payments-base in 2 places by IAM user `sam` with the API outside amiops',
  ],
  [
    'replaced outside amiops by nobody knows whom',
    () => alias({ change: 'outside', by: undefined, replaced: true }),
    '🏷️ *No longer prod* of payments-base in 2 places outside amiops',
  ],
])('%s', (_name, given, words) => {
  expect(changeHead(given()).replace(AT_NOON, '')).toBe(words)
})

const SHARING = { added: ['111111111111'], removed: [] }

test.each<[string, () => HistoryChange, string]>([
  ['nothing more is known', () => ofAttempt(), ''],
  [
    'all that is known of a request',
    () =>
      change({
        attempts: [
          attempt({
            action: 'deregister',
            approvedBy: ALEX,
            purpose: 'too old',
            reason: 'EC2 says so',
            impactSummary: 'in use',
            emergencyOverride: true,
            sharing: SHARING,
            retirement: {},
            snapshots: [{ snapshotId: 'snap-1', result: 'success' }],
            allSnapshots: 30,
          }),
        ],
        events: [event({ state: 'deregistered', outOfOrder: true, shownAs: 'available' })],
        calls: [call({ call: 'DeregisterImage' })],
      }),
    'Reason: “too old” · Approved by <@U0ALEX> · 🚨 Emergency override, no approval · + account `111111111111` · Deprecation date removed · EC2 says so · 1 of 1 snapshot deleted · The session could reach all snapshots of the region: its policy has no room for the image’s 30 · At request time: “in use” · arrived after a newer event · ⚠️ Not confirmed: EC2 shows 🟢 Available · Proof: AWS event, CloudTrail',
  ],
  [
    'declined with a comment',
    () => ofAttempt({ outcome: 'declined', reason: 'not now', approvedBy: ALEX }),
    'Comment: “not now”',
  ],
  [
    'denied',
    () => ofAttempt({ id: 'no-right/click-1', outcome: 'refused', reason: 'in none of the roles that may' }),
    '',
  ],
  ['no snapshots', () => ofAttempt({ snapshots: [] }), ''],
  [
    'the request for approval has the reason, and the impact',
    () =>
      change({
        attempts: [
          attempt({
            id: 'proposal/click-1',
            outcome: 'approved',
            purpose: 'too old',
            impactSummary: 'in use',
            emergencyOverride: true,
          }),
          attempt({ atMs: NOON_MS + 60_000 }),
        ],
      }),
    'Reason: “too old” · 🚨 Emergency override, no approval · At request time: “in use”',
  ],
  ['an event', () => change({ events: [event({ reason: 'no space' })] }), '`no space` · Proof: AWS event'],
  [
    'an event that reconciliation found',
    () => change({ events: [event({ seenLate: true })] }),
    'Proof: seen in EC2',
  ],
  [
    'an event, before which reconciliation saw it',
    () => change({ events: [event({ seenLate: true }), event()] }),
    'Proof: AWS event, seen in EC2',
  ],
  ['a refused call proves nothing', () => change({ calls: [call({ errorCode: 'Denied' })] }), ''],
  [
    'a revocation',
    () => single({ kind: 'revocation', planId: 'plan-1', approvedBy: ALEX, purpose: 'CVE-1' }),
    'Reason: “CVE-1” · Approved by <@U0ALEX>',
  ],
  [
    'an alias',
    () => alias({ approvedBy: ALEX, purpose: 'new build' }),
    'Reason: “new build” · Approved by <@U0ALEX>',
  ],
  ['an acknowledgement', () => single({ kind: 'acknowledgement', purpose: 'never shown' }), ''],
])('why: %s', (_name, given, line) => {
  expect(changeWords(given()).split('\n').slice(1).join('\n')).toBe(line)
})

test('why somebody could not decide', () => {
  expect(deniedWhy(attempt({ reason: 'it is their own request' }))).toBe('own request')
  expect(deniedWhy(attempt({ reason: 'they are not the requester' }))).toBe('not the requester')
  expect(deniedWhy(attempt())).toBe('not an approver')
})

test('the reason of an outcome', () => {
  expect(reasonWords(attempt(), 300)).toBe(undefined)
  expect(reasonWords(attempt({ reason: 'a <b>' }), 300)).toBe('a &lt;b&gt;')
  expect(reasonWords(attempt({ outcome: 'declined', reason: 'not now' }), 300)).toBe('comment: “not now”')
  expect(reasonWords(attempt({ decision: 'approve', reason: 'no' }), 300)).toBe(undefined)
})
