import {
  type ExportView,
  renderExportFault,
  renderExportLine,
  renderExportNote,
  renderExportNotSent,
  renderExportRefused,
  renderExportSent,
} from '../../blocks/audit-export.ts'
import type { Message } from '../../blocks/message.ts'
import { MARIA, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'
import { notAllowed } from './given.ts'

const DAY = 86_400_000

const view = (special: Partial<ExportView> = {}): ExportView => ({
  fromMs: NOON_MS - 2 * DAY,
  toMs: NOON_MS,
  entries: 7,
  unreadable: 0,
  ...special,
})
const cut = { cutAtMs: NOON_MS - DAY }

test.each<[string, ExportView, string[], string]>([
  [
    'some entries',
    view(),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC: 7 entries.',
      'The file is in the thread of this message. What happened in the last minute may be missing.',
    ],
    'Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC: 7 entries. The file is in the thread.',
  ],
  [
    'one entry, of a family',
    view({ entries: 1, family: 'payments-base' }),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC, `family payments-base`: 1 entry.',
      'Plan states and earlier exports concern no single image: they are not included.',
      'The file is in the thread of this message. What happened in the last minute may be missing.',
    ],
    'Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC, `family payments-base`: 1 entry. Plan states and earlier exports concern no single image: they are not included. The file is in the thread.',
  ],
  [
    'of an image',
    view({ image: 'ami-1' }),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC, `image ami-1`: 7 entries.',
      'Plan states and earlier exports concern no single image: they are not included.',
      'The file is in the thread of this message. What happened in the last minute may be missing.',
    ],
    'Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC, `image ami-1`: 7 entries. Plan states and earlier exports concern no single image: they are not included. The file is in the thread.',
  ],
  [
    'more than a file holds',
    view({ ...cut, family: 'payments-base' }),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-04 12:00 UTC, `family payments-base`: 7 entries.',
      '⚠️ One file does not hold all of it. The rest: `export audit since 2026-11-04 family payments-base`.',
      'Plan states and earlier exports concern no single image: they are not included.',
      'The file is in the thread of this message. What happened in the last minute may be missing.',
    ],
    'Audit log, 2026-11-03 12:00 UTC to 2026-11-04 12:00 UTC, `family payments-base`: 7 entries. ⚠️ One file does not hold all of it. The rest: `export audit since 2026-11-04 family payments-base`. Plan states and earlier exports concern no single image: they are not included. The file is in the thread.',
  ],
  [
    'a day with more than a file holds',
    view({ ...cut, entries: 0 }),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-04 12:00 UTC: 0 entries.',
      '⚠️ 2026-11-04 alone has more entries than one file holds.',
      'The file is in the thread of this message. What happened in the last minute may be missing.',
    ],
    'Audit log, 2026-11-03 12:00 UTC to 2026-11-04 12:00 UTC: 0 entries. ⚠️ 2026-11-04 alone has more entries than one file holds. The file is in the thread.',
  ],
  [
    'some cannot be read',
    view({ unreadable: 2 }),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC: 7 entries.',
      '⚠️ 2 entries cannot be read by this version of amiops and are missing.',
      'The file is in the thread of this message. What happened in the last minute may be missing.',
    ],
    'Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC: 7 entries. ⚠️ 2 entries cannot be read by this version of amiops and are missing. The file is in the thread.',
  ],
  [
    'one cannot be read',
    view({ unreadable: 1 }),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC: 7 entries.',
      '⚠️ 1 entry cannot be read by this version of amiops and is missing.',
      'The file is in the thread of this message. What happened in the last minute may be missing.',
    ],
    'Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC: 7 entries. ⚠️ 1 entry cannot be read by this version of amiops and is missing. The file is in the thread.',
  ],
])('the direct message: %s', (_name, given, blocks, text) => {
  const message = renderExportNote(given)
  expect(drawn(message)).toEqual(blocks)
  expect(message.text).toBe(text)
})

const noon = { fromMs: NOON_MS - DAY, toMs: NOON_MS }
const log = { kind: 'export', id: 'x', atMs: NOON_MS, by: MARIA, ...noon } as const

test.each<[string, () => Message, string[]]>([
  [
    'sent',
    () => renderExportSent(view()),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-05 12:00 UTC: 7 entries. Sent to you as a direct message.',
    ],
  ],
  [
    'sent, and some cannot be read',
    () => renderExportSent(view({ ...cut, unreadable: 2 })),
    [
      '📄 Audit log, 2026-11-03 12:00 UTC to 2026-11-04 12:00 UTC: 7 entries. Sent to you as a direct message.',
      '⚠️ One file does not hold all of it. The rest: `export audit since 2026-11-04`. ⚠️ 2 entries cannot be read by this version of amiops and are missing.',
    ],
  ],
  [
    'not sent',
    () => renderExportNotSent('channel_not_found'),
    [
      '⚠️ The audit log could not be sent to you: `channel_not_found`.',
      'Check that the app may send direct messages and files, then try again.',
    ],
  ],
  [
    'no permission',
    () => renderExportRefused(notAllowed()),
    ['🚫 You don’t have permission to export the audit log.', 'Ask <!subteam^S0LEADS>, <@U0ALEX>.'],
  ],
  [
    'no role has it',
    () => renderExportRefused(notAllowed({ why: 'no-such-right', roles: [] })),
    [
      '🚫 You don’t have permission to export the audit log: no role has it.',
      'Ask an amiops admin to name roles under export in amiops.config.yml.',
    ],
  ],
  [
    'the roles are empty',
    () => renderExportRefused(notAllowed({ roles: [] })),
    [
      '🚫 You don’t have permission to export the audit log.',
      'The roles that have it are empty: ask an amiops admin.',
    ],
  ],
  [
    'groups that Slack did not name',
    () => renderExportRefused(notAllowed({ unread: ['S0LEADS', 'S0OPS'] })),
    [
      '🚫 You don’t have permission to export the audit log.',
      'Ask <!subteam^S0LEADS>, <@U0ALEX>. Slack did not say who is in <!subteam^S0LEADS>, <!subteam^S0OPS>.',
    ],
  ],
  [
    'no audit log',
    () => renderExportFault('/images', { why: 'not-audit', word: 'fleet' }),
    [
      '❓ Only the audit log can be exported.',
      'Try `/images export audit since 30d` or `/images export audit since 2026-10-01 until 2026-10-31 by @maria family payments-base`.',
    ],
  ],
  [
    'no filter',
    () => renderExportFault('/images', { why: 'no-filter', word: '<b>' }),
    [
      '❓ “&lt;b&gt;” is not a filter. Filters: since, until, by, image, family.',
      'Try `/images export audit since 30d` or `/images export audit since 2026-10-01 until 2026-10-31 by @maria family payments-base`.',
    ],
  ],
  [
    'no value',
    () => renderExportFault('/images', { why: 'no-value', word: 'since' }),
    [
      '❓ A value is missing after “since”.',
      'Try `/images export audit since 30d` or `/images export audit since 2026-10-01 until 2026-10-31 by @maria family payments-base`.',
    ],
  ],
  [
    'no time',
    () => renderExportFault('/images', { why: 'no-time', word: 'soon' }),
    [
      '❓ “soon” is not a time. Use 12h, 30d, 8w, 1y or a day such as 2026-10-31.',
      'Try `/images export audit since 30d` or `/images export audit since 2026-10-01 until 2026-10-31 by @maria family payments-base`.',
    ],
  ],
  [
    'backwards',
    () => renderExportFault('/images', { why: 'backwards', word: '' }),
    [
      '❓ The end of the period is before its beginning.',
      'Try `/images export audit since 30d` or `/images export audit since 2026-10-01 until 2026-10-31 by @maria family payments-base`.',
    ],
  ],
  [
    'a line: sent',
    () => renderExportLine({ ...log, outcome: 'sent', entries: 1, only: 'by maria' }),
    ['📄 @maria exported the audit log, 2026-11-04 to 2026-11-05, `by maria`: 1 entry'],
  ],
  [
    'a line: sent, not known how many',
    () => renderExportLine({ ...log, outcome: 'sent' }),
    ['📄 @maria exported the audit log, 2026-11-04 to 2026-11-05: 0 entries'],
  ],
  [
    'a line: refused',
    () => renderExportLine({ ...log, outcome: 'refused' }),
    ['🚫 @maria tried to export the audit log, 2026-11-04 to 2026-11-05 · *denied* (no permission)'],
  ],
  [
    'a line: refused, and why',
    () => renderExportLine({ ...log, outcome: 'refused', reason: 'no <role>' }),
    ['🚫 @maria tried to export the audit log, 2026-11-04 to 2026-11-05 · *denied* (no &lt;role&gt;)'],
  ],
])('%s', (_name, message, blocks) => {
  expect(drawn(message())).toEqual(blocks)
})

test('a line is its own text', () => {
  const line = renderExportLine({ ...log, outcome: 'sent', entries: 2 })
  expect(drawn(line)).toEqual([line.text])
})
