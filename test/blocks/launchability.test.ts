import { launchDetails, launchLine } from '../../blocks/launchability.ts'
import type { Launch, LaunchSummary } from '../../src/domain/launchability.ts'

const summary = (more: Partial<LaunchSummary>): LaunchSummary => ({
  accounts: 0,
  others: 0,
  cannot: 0,
  withoutKey: 0,
  unknown: 0,
  ...more,
})

test.each<[LaunchSummary, string | undefined]>([
  [
    summary({ accounts: 12, cannot: 9, withoutKey: 9 }),
    '🛑 Shared with 12 accounts, of which 9 cannot use its KMS key: launches there will fail',
  ],
  [
    summary({ accounts: 1, cannot: 1, withoutKey: 1 }),
    '🛑 Shared with 1 account, which cannot use its KMS key: launches there will fail',
  ],
  [
    summary({ accounts: 2, others: 1, cannot: 3, withoutKey: 3 }),
    '🛑 Shared with 2 accounts and 1 more, none of which can use its KMS key: launches there will fail',
  ],
  [
    summary({ accounts: 3, cannot: 2, withoutKey: 1 }),
    '🛑 Shared with 3 accounts, of which 2 cannot launch it: launches there will fail',
  ],
  [summary({ others: 1, unknown: 1 }), '❔ Shared with 1 organization: whether it can launch it is unknown'],
  [summary({ accounts: 3, unknown: 3 }), '❔ Shared with 3 accounts: whether they can launch it is unknown'],
  [
    summary({ accounts: 3, unknown: 2 }),
    '❔ Shared with 3 accounts: whether 2 of them can launch it is unknown',
  ],
  [summary({ accounts: 3 }), undefined],
])('%j', (given, line) => {
  expect(launchLine(given)).toBe(line)
})

test('before the access is given', () => {
  expect(launchLine(summary({ accounts: 2, cannot: 1, withoutKey: 1 }), 'gets')).toMatch(
    /^🛑 To be shared with 2/,
  )
})

test('the worst first, ten at most, by their names, and nothing that AWS says is parsed', () => {
  const launch = (id: string, can: Launch['can'], why: string): Launch => ({
    launcher: { kind: 'account', id },
    can,
    reasons: can === 'yes' ? [] : [{ obstacle: 'key', why }],
    notes: can === 'yes' ? [why] : [],
  })
  const all = [
    launch('1', 'yes', 'only role/<!channel>'),
    launch('2', 'unknown', 'amiops lacks kms:ListGrants in staging'),
    ...Array.from({ length: 9 }, (_, n) => launch(String(30 + n), 'no', 'denied')),
  ]
  const lines = launchDetails(all, id => (id === '2' ? 'staging' : id))
  expect(lines).toHaveLength(11)
  expect(lines[0]).toBe('🛑 account `30`: cannot launch it (denied)')
  expect(lines[9]).toBe('❔ account `2` (staging): unknown (amiops lacks kms:ListGrants in staging)')
  expect(lines[10]).toBe('… and 1 more')
  expect(launchDetails(all.slice(0, 1))[0]).toBe('✅ account `1`: can launch it (only role/&lt;!channel&gt;)')
  expect(
    launchDetails([
      { ...launch('', 'no', 'x'), launcher: { kind: 'organization', id: 'o-abc' } },
      { ...launch('', 'no', 'x'), launcher: { kind: 'unit', id: 'ou-1', organizationId: 'o-abc' } },
      { ...launch('', 'no', 'x'), launcher: { kind: 'everybody' } },
    ]).map(line => line.replace(/:.*/, '')),
  ).toEqual(['🛑 organization `o-abc`', '🛑 organizational unit `ou-1`', '🛑 everybody'])
})
