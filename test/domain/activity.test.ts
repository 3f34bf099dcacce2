import type { Action } from '../../src/domain/actions.ts'
import { countActivity } from '../../src/domain/activity.ts'
import type { AuditEntry } from '../../src/domain/audit-log.ts'
import type { HistoryEntry } from '../../src/domain/history.ts'

const NOON = Date.parse('2026-11-30T12:00:00Z')
const MARIA = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
const ALEX = { userId: 'U0ALEX', workspaceId: 'T0SANDBOX' }
const CI = { kind: 'role', name: 'ci' } as const

const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0000000000000000a' }
let images = 0
const of = (...entries: HistoryEntry[]): AuditEntry[] => {
  const image = { ...IMAGE, imageId: `ami-${String(++images).padStart(17, '0')}` }
  return entries.map(entry => ({ image, entry }))
}
const event = (
  state: 'available' | 'failed' | 'disabled' | 'deregistered',
  more: object = {},
): HistoryEntry => ({
  kind: 'event',
  id: `e${++images}`,
  atMs: NOON,
  state,
  ...more,
})
const call = (
  name: 'CreateImage' | 'DisableImage' | 'ModifyImageAttribute' | 'RestoreImageFromRecycleBin',
  more: object = {},
): HistoryEntry => ({
  kind: 'call',
  id: `c${++images}`,
  atMs: NOON,
  call: name,
  principal: CI,
  ...more,
})
const attempt = (action: Action, more: object = {}): HistoryEntry => ({
  kind: 'request',
  id: `r${++images}`,
  atMs: NOON,
  action,
  outcome: 'confirmed',
  by: MARIA,
  ...more,
})
const assignment = (
  change: 'promote' | 'rollback' | 'revoke' | 'outside',
  more: object = {},
): HistoryEntry => ({
  kind: 'assignment',
  id: `a${++images}`,
  atMs: NOON,
  change,
  family: 'web',
  alias: 'prod',
  places: 3,
  by: ALEX,
  planId: 'p',
  ...more,
})

/** "2 built: ci 1, ? 1" */
const counted = (entries: readonly AuditEntry[], fromMs = 0): string[] =>
  countActivity(entries, fromMs).map(
    ({ activity, count, by }) =>
      `${count} ${activity}: ${by.map(({ who, count: ofThem }) => `${who === undefined ? '?' : 'person' in who ? who.person.userId : who.actor.name} ${ofThem}`).join(', ')}`,
  )

const CASES: readonly [what: string, entries: AuditEntry[], expected: string[]][] = [
  [
    'a new image and the call that made it',
    of(event('available', { cause: 'created' }), call('CreateImage')),
    ['1 built: ci 1'],
  ],
  ['an image that became available, nobody knows why', of(event('available')), ['1 built: ? 1']],
  [
    'an enabled image is not built',
    of(event('available', { cause: 'enabled', by: ALEX })),
    ['1 enabled: U0ALEX 1'],
  ],
  ['a copy', of(event('available', { cause: 'copied' })), ['1 copied: ? 1']],
  ['a failure', of(event('failed')), ['1 failed: ? 1']],
  [
    'a request, its event and its call are one change',
    of(
      attempt('disable', { id: 'r', requestId: 'ec2' }),
      event('disabled', { by: MARIA, ended: { id: 'r', atMs: NOON } }),
      call('DisableImage', { requestId: 'ec2', askedBy: MARIA }),
    ),
    ['1 disabled: U0MARIA 1'],
  ],
  ['what was only tried', of(attempt('disable', { outcome: 'refused' })), []],
  ['what a second person declined', of(attempt('disable', { outcome: 'declined', approvedBy: ALEX })), []],
  [
    'a call that EC2 refused',
    of(call('ModifyImageAttribute', { errorCode: 'No', sharing: { added: ['all'], removed: [] } })),
    [],
  ],
  ['a call whose event has not come', of(call('DisableImage')), []],
  [
    'sharing has no event',
    of(call('ModifyImageAttribute', { sharing: { added: ['all'], removed: [] } })),
    ['1 shared: ci 1'],
  ],
  ['a description is no sharing', of(call('ModifyImageAttribute')), []],
  [
    'sharing and restoring by people',
    [...of(attempt('shareWith')), ...of(attempt('restore', { by: ALEX }))],
    ['1 shared: U0MARIA 1', '1 restored: U0ALEX 1'],
  ],
  [
    'aliases',
    [
      ...of(assignment('promote')),
      ...of(assignment('promote')),
      ...of(assignment('rollback')),
      ...of(assignment('revoke')),
    ],
    ['2 promoted: U0ALEX 2', '1 rolledBack: U0ALEX 1'],
  ],
  ...(
    [
      ['enable', ['1 enabled: U0MARIA 1']],
      ['disable', ['1 disabled: U0MARIA 1']],
      ['deregister', ['1 deregistered: U0MARIA 1']],
      ['restore', ['1 restored: U0MARIA 1']],
      ['share', ['1 shared: U0MARIA 1']],
      ['shareWith', ['1 shared: U0MARIA 1']],
      ['makePrivate', ['1 shared: U0MARIA 1']],
      ['retire', ['1 retired: U0MARIA 1']],
      ['keep', []],
      ['scan', ['1 scanned: U0MARIA 1']],
    ] as const
  ).map(([action, expected]): [string, AuditEntry[], string[]] => [
    `${action}, which a look confirmed`,
    of(attempt(action)),
    [...expected],
  ]),
  ['a restored image is not built', of(event('available', { cause: 'restored' })), ['1 restored: ? 1']],
  ['a call that restores', of(call('RestoreImageFromRecycleBin')), ['1 restored: ci 1']],
  [
    'a call with a change of sharing that is none of launch permissions',
    of(call('DisableImage', { sharing: { added: ['all'], removed: [] } })),
    [],
  ],
  [
    'an alias set outside, one that another image lost, and one set by nobody known',
    [
      ...of(assignment('outside')),
      ...of(assignment('promote', { replaced: true })),
      ...of(assignment('promote', { by: undefined })),
    ],
    [],
  ],
  [
    'an acknowledgement, even by somebody',
    of({ kind: 'acknowledgement', id: 'k', atMs: NOON, by: MARIA } as unknown as HistoryEntry),
    [],
  ],
  [
    'the busiest first',
    [
      ...of(event('disabled', { by: ALEX })),
      ...of(event('disabled', { by: MARIA })),
      ...of(event('disabled', { by: MARIA })),
    ],
    ['3 disabled: U0MARIA 2, U0ALEX 1'],
  ],
]

test.each(CASES)('%s', (_what, entries, expected) => {
  expect(counted(entries)).toEqual(expected)
})

test('what was done before is not counted, and still says who did what came after', () => {
  const entries = of(event('available', { cause: 'created' }), call('CreateImage', { atMs: NOON - 60_000 }))
  expect(counted(entries, NOON)).toEqual(['1 built: ci 1'])
  expect(counted(entries, NOON + 1)).toEqual([])
})
