import type { AuditEntry } from '../../src/domain/audit-log.ts'
import { type ExportFilter, filterWords, isExported, parseExport } from '../../src/domain/export-filter.ts'
import { IMAGE } from './given.ts'

const NOW = Date.parse('2026-11-30T12:00:00Z')
const words = (typed: string): string => {
  const read = parseExport(typed, NOW)
  return 'why' in read
    ? `${read.why}: ${read.word}`
    : `${new Date(read.fromMs).toISOString()} ${new Date(read.toMs).toISOString()}${filterWords(read) === '' ? '' : ` ${filterWords(read)}`}`
}
/** With the events of that second, whose entries have its end as their time. */
const NOON = '2026-11-30T12:00:00.999Z'

test.each([
  ['audit', `2026-10-31T12:00:00.000Z ${NOON}`],
  ['audit since 30d', `2026-10-31T12:00:00.000Z ${NOON}`],
  ['AUDIT  Since 2W', `2026-11-16T12:00:00.000Z ${NOON}`],
  ['audit since 12h', `2026-11-30T00:00:00.000Z ${NOON}`],
  ['audit since 1y', `2025-11-30T12:00:00.000Z ${NOON}`],
  ['audit since 2026-10-01 until 2026-10-31', '2026-10-01T00:00:00.000Z 2026-10-31T23:59:59.999Z'],
  ['audit until 2026-11-29 since 60d', '2026-10-01T12:00:00.000Z 2026-11-29T23:59:59.999Z'],
  ['audit until 2026-11-30', `2026-10-31T12:00:00.000Z ${NOON}`],
  ['audit until 10d', '2026-10-31T12:00:00.000Z 2026-11-20T12:00:00.000Z'],
  ['', 'not-audit: '],
  ['images since 30d', 'not-audit: images'],
  ['audit 30d', 'no-filter: 30d'],
  ['audit since', 'no-value: since'],
  ['audit by', 'no-value: by'],
  ['audit by @', 'no-value: by'],
  ['audit account x', 'no-filter: account'],
  ['audit since yesterday', 'no-time: yesterday'],
  ['audit since 2026-13-40', 'no-time: 2026-13-40'],
  ['audit since 30d family web', `2026-10-31T12:00:00.000Z ${NOON} family web`],
  [
    'audit BY @maria image "my image" family w*',
    `2026-10-31T12:00:00.000Z ${NOON} by maria image "my image" family w*`,
  ],
  ['audit by U0MARIA since 12h', `2026-11-30T00:00:00.000Z ${NOON} by U0MARIA`],
  ['audit since 2026-11-20 until 2026-11-01', 'backwards: audit since 2026-11-20 until 2026-11-01'],
  ['audit until 2026-01-01', 'backwards: audit until 2026-01-01'],
])('%s', (typed, expected) => {
  expect(words(typed)).toBe(expected)
})

const MARIA = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0' }
const ANNA = { userId: 'U0ANNA', workspaceId: 'T0' }
const REQUEST: AuditEntry = {
  image: IMAGE,
  entry: {
    kind: 'request',
    id: 'r',
    atMs: NOW,
    action: 'disable',
    outcome: 'confirmed',
    by: MARIA,
    approvedBy: ANNA,
  },
}
const CALL: AuditEntry = {
  image: IMAGE,
  entry: {
    kind: 'call',
    id: 'c',
    atMs: NOW,
    call: 'DisableImage',
    principal: { kind: 'role', name: 'terraform', session: 'run-42' },
  },
}
const ALIAS: AuditEntry = {
  assignment: {
    account: IMAGE.account,
    region: IMAGE.region,
    family: 'web',
    alias: 'prod',
    parameter: '/web/prod',
    id: 'a',
    atMs: NOW,
    change: 'promote',
    outcome: 'confirmed',
    to: { imageId: 'ami-2', name: 'web-2' },
    from: { imageId: 'ami-1' },
    by: MARIA,
  },
}
const NOTE: AuditEntry = {
  note: {
    kind: 'plan',
    id: 'p',
    atMs: NOW,
    by: ANNA,
    planId: 'p',
    action: 'disable',
    state: 'finished',
    images: 2,
    stoppedBy: MARIA,
  },
}
const ALL = { REQUEST, CALL, ALIAS, NOTE }

test.each<[string, Omit<ExportFilter, 'fromMs' | 'toMs'>, string]>([
  ['nothing', {}, 'REQUEST CALL ALIAS NOTE'],
  ['a person by name', { by: 'Maria' }, 'REQUEST ALIAS NOTE'],
  ['a person by id', { by: 'U0MARIA' }, 'REQUEST ALIAS NOTE'],
  ['who approved', { by: 'U0ANNA' }, 'REQUEST NOTE'],
  ['a role', { by: 'terra*' }, 'CALL'],
  ['a session', { by: 'run-42' }, 'CALL'],
  ['nobody', { by: 'mari' }, ''],
  ['an id', { image: IMAGE.imageId }, 'REQUEST CALL'],
  ['a name', { image: 'API-?' }, 'REQUEST CALL'],
  ['what an alias names', { image: 'web-2' }, 'ALIAS'],
  ['what it named before', { image: 'ami-1' }, 'ALIAS'],
  ['a family', { family: 'w*' }, 'ALIAS'],
  ['the family of an image', { family: 'api' }, 'REQUEST CALL'],
  ['two filters', { family: 'api', by: 'maria' }, 'REQUEST'],
])('only %s', (_what, filter, kept) => {
  const names = Object.entries(ALL).filter(([, one]) =>
    isExported(filter, one, { name: 'api-1', family: 'api' }),
  )
  expect(names.map(([name]) => name).join(' ')).toBe(kept)
})

test('of an image of which nothing is known only its id fits', () => {
  expect(isExported({ image: IMAGE.imageId }, REQUEST)).toBe(true)
  expect(isExported({ image: '*' }, REQUEST)).toBe(true)
  expect(isExported({ family: '*' }, REQUEST)).toBe(false)
})
