import { notSharedLines, snapshotResultWords, wayBackLines } from '../../blocks/way-back.ts'
import { timeWords } from '../../blocks/words.ts'
import type { ImageState } from '../../src/domain/image.ts'
import type { ImageRecord } from '../../src/domain/record.ts'
import type { NotShared, Request } from '../../src/domain/request.ts'
import { givenFacts, givenRecord, givenRequest, MARIA, NOON_MS } from '../domain/given.ts'

const NOBODY = { accounts: [], organizations: [], organizationalUnits: [], isPublic: false }
const STAGING = { ...NOBODY, accounts: ['111122223333'] }

const linesOf = (state: ImageState, special: Partial<ImageRecord>): string[] =>
  wayBackLines({
    record: givenRecord({ facts: givenFacts({ state }), ...special }),
    accountName: 'production',
    nameOf: account => (account === '111122223333' ? 'staging' : account),
    style: 'name',
    command: '/images',
  })

test.each([
  [['success'], '1 of 1 snapshot deleted'],
  [['success', 'skipped'], '1 of 2 snapshots deleted; `snap-1` kept: used by another image'],
  [
    ['missing-permissions', 'internal-error'],
    '0 of 2 snapshots deleted; `snap-0` kept: amiops lacks permission for ec2:DeleteSnapshot; `snap-1` kept: EC2 had an internal error. Delete it in the AWS console',
  ],
  [
    ['client-error', 'new & strange'],
    '0 of 2 snapshots deleted; `snap-0` kept: EC2 refused. Delete it in the AWS console; `snap-1` new &amp; strange',
  ],
])('what became of the snapshots: %j', (results, words) => {
  expect(snapshotResultWords(results.map((result, n) => ({ snapshotId: `snap-${n}`, result })))).toBe(words)
})

test('ten snapshots that were kept are named, and the others counted', () => {
  const kept = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ snapshotId: `snap-${n}`, result: 'skipped' }))
  const ten = kept(10).map(({ snapshotId }) => `\`${snapshotId}\` kept: used by another image`)
  expect(snapshotResultWords(kept(10))).toBe(['0 of 10 snapshots deleted', ...ten].join('; '))
  expect(snapshotResultWords(kept(12))).toBe(['0 of 12 snapshots deleted', ...ten, 'and 2 more'].join('; '))
})

test.each<[string, Partial<Request> | undefined, Partial<NotShared>, string]>([
  ['Share', { action: 'shareWith' }, {}, 'Not shared with account `111122223333`'],
  [
    'Share, taken away',
    { action: 'shareWith' },
    { isLeft: true },
    'Still shared with account `111122223333`',
  ],
  ['Re-share', { action: 'share' }, {}, 'Not re-shared with account `111122223333`'],
  ['Make private', { action: 'makePrivate' }, {}, 'Still shared with account `111122223333`'],
  [
    'a snapshot',
    { action: 'share' },
    { snapshotId: 'snap-1' },
    'Access to snapshot `snap-1` not changed for account `111122223333`',
  ],
])('whom EC2 refused: %s', (_what, request, no, words) => {
  const notShared = [{ with: STAGING, code: 'InvalidAMIAttributeItemValue', ...no }]
  expect(notSharedLines(request && givenRequest({ ...request, notShared }))).toEqual([
    `⚠️ ${words}: EC2 does not know this account or organization. It may be closed (\`InvalidAMIAttributeItemValue\`).`,
  ])
})

test('ten refusals are shown; without a request, none', () => {
  const notShared = Array.from({ length: 11 }, () => ({ with: STAGING, code: 'Odd' }))
  expect(notSharedLines(givenRequest({ notShared }))).toHaveLength(10)
  expect(notSharedLines(givenRequest())).toEqual([])
  expect(notSharedLines(undefined)).toEqual([])
})

test.each<[ImageState, Partial<ImageRecord>, string[]]>([
  [
    'disabled',
    { savedPermissions: STAGING },
    [
      '🔗 Was shared with account `111122223333` (staging). Enable it first, then click Re-share to restore access.',
    ],
  ],
  [
    'available',
    { savedPermissions: STAGING },
    ['🔗 Was shared with account `111122223333` (staging). Click Re-share to restore access.'],
  ],
  [
    'disabled',
    { savedPermissions: STAGING, revoked: { by: MARIA, atMs: NOON_MS } as ImageRecord['revoked'] & object },
    [
      '🔗 Was shared with account `111122223333` (staging). Access can be restored once the revocation is undone.',
    ],
  ],
  ['deregistered', { savedPermissions: STAGING }, []],
  ['available', {}, []],
  [
    'deregistered',
    { recycled: { untilMs: NOON_MS } },
    [`♻️ Restorable from the Recycle Bin until ${timeWords(NOON_MS)}`],
  ],
  ['available', { recycled: { untilMs: NOON_MS }, notRestorable: 'image' }, []],
  ['deregistered', { notRestorable: 'image' }, ['🕳️ Gone for good: it is not in the Recycle Bin.']],
  ['deregistered', { notRestorable: 'snapshots' }, ['🕳️ Gone for good: its snapshots were deleted with it.']],
  [
    'deregistered',
    { notRestorable: 'unknown' },
    [
      '❔ EC2 did not say whether the Recycle Bin holds it. Check again: `/images status ami-0123456789abcdef0`.',
    ],
  ],
  [
    'deregistered',
    { request: givenRequest({ snapshots: [{ snapshotId: 'snap-1', result: 'success' }] }) },
    ['💾 1 of 1 snapshot deleted'],
  ],
  ['deregistered', { request: givenRequest({ snapshots: [] }) }, []],
  [
    'available',
    {
      waiting: {
        disable: { proposalId: 'p-1', by: MARIA, channel: 'C0ALERTS', untilMs: NOON_MS },
        enable: { proposalId: 'p-2', by: MARIA, channel: 'ami-alerts', untilMs: NOON_MS },
      },
    },
    [`⏳ Disable requested by @maria · awaiting approval in <#C0ALERTS> · expires ${timeWords(NOON_MS)}`],
  ],
])('below the status line of a card: %s, %j', (state, special, lines) => {
  expect(linesOf(state, special)).toEqual(lines)
})

test('of an image whose state is not known, nothing that awaits approval', () => {
  const waiting = { disable: { proposalId: 'p-1', by: MARIA, channel: 'ami-alerts', untilMs: NOON_MS } }
  const record = givenRecord({ waiting })
  expect(wayBackLines({ record, accountName: 'production', style: 'name' })).toEqual([])
})
