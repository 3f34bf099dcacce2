import { auditHead, auditLines } from '../../blocks/audit-csv.ts'
import type { AuditEntry } from '../../src/domain/audit-log.ts'
import type { AuditNote } from '../../src/domain/audit-note.ts'
import type { HistoryEntry } from '../../src/domain/history.ts'
import { IMAGE, MARIA, NOON_MS } from '../domain/given.ts'
import { ALEX } from './given.ts'

const cellsOf = (entry: AuditEntry): Record<string, string> => {
  const line = auditLines([entry], account => `name of ${account}`)
  const cells = line.trimEnd().split(',')
  const names = auditHead().trimEnd().split(',')
  return Object.fromEntries(
    names.map((name, at) => [name, cells[at] ?? '']).filter(([, cell]) => cell !== ''),
  )
}

/** Without the cells that each entry of an image has. */
const ofImage = (entry: HistoryEntry): Record<string, string> => {
  const {
    time: _time,
    account: _account,
    'account name': _name,
    region: _region,
    image: _image,
    ...others
  } = cellsOf({ image: IMAGE, entry })
  return others
}

const AT = { id: 'x', atMs: NOON_MS }
const ROLE = { kind: 'role', name: 'ci', session: 'run-7', sourceIp: '203.0.113.7' } as const
const asked = { ...AT, kind: 'request', action: 'disable', outcome: 'confirmed', by: MARIA } as const

test('the columns', () => {
  expect(auditHead()).toBe(
    'time,kind,what,outcome,account,account name,region,image,family,alias,by,by name,decided by,decided by name,principal,source address,reason given,why,plan,request id,details\n',
  )
})

test('each entry is a line, with an empty cell where nothing is known', () => {
  const entry = { image: IMAGE, entry: { ...AT, kind: 'event', state: 'disabled' } } as const
  expect(auditLines([entry, entry], () => 'production')).toBe(
    '2026-11-05T12:00:00.000Z,event,disabled,,123456789012,production,eu-west-1,ami-0123456789abcdef0,,,,,,,,,,,,,\n2026-11-05T12:00:00.000Z,event,disabled,,123456789012,production,eu-west-1,ami-0123456789abcdef0,,,,,,,,,,,,,\n',
  )
})

test.each<[string, HistoryEntry, Record<string, string>]>([
  [
    'an event, and why',
    { ...AT, kind: 'event', state: 'failed', by: MARIA, reason: 'no space' },
    {
      kind: 'event',
      what: 'failed',
      by: 'U0MARIA',
      'by name': 'maria',
      why: 'no space',
    },
  ],
  [
    'an event with all that is special about it',
    {
      ...AT,
      kind: 'event',
      state: 'available',
      cause: 'copied',
      seenLate: true,
      outOfOrder: true,
      shownAs: 'disabled',
    },
    {
      kind: 'event',
      what: 'available',
      details: 'copied; seen late; out of order; not confirmed: EC2 showed disabled',
    },
  ],
  [
    'a request',
    asked,
    {
      kind: 'request',
      what: 'disable',
      outcome: 'confirmed',
      by: 'U0MARIA',
      'by name': 'maria',
    },
  ],
  [
    'a request with all that is known of it',
    {
      ...asked,
      approvedBy: ALEX,
      purpose: 'too old',
      reason: 'it is in use',
      planId: 'plan-1',
      requestId: 'ec2-1',
      emergencyOverride: true,
      sharing: { added: ['111111111111', '222222222222'], removed: ['333333333333'] },
      allSnapshots: 0,
      impactSummary: 'in use',
    },
    {
      kind: 'request',
      what: 'disable',
      outcome: 'confirmed',
      by: 'U0MARIA',
      'by name': 'maria',
      'decided by': 'U0ALEX',
      'decided by name': 'alex',
      'reason given': 'too old',
      why: 'it is in use',
      plan: 'plan-1',
      'request id': 'ec2-1',
      details:
        'emergency override; shared with 111111111111; shared with 222222222222; no longer shared with 333333333333; the session could reach all snapshots of the region: the image’s were not known; in use',
    },
  ],
  [
    'an attempt to decide',
    { ...asked, decision: 'approve', outcome: 'refused' },
    {
      kind: 'request',
      what: 'approve disable',
      outcome: 'refused',
      by: 'U0MARIA',
      'by name': 'maria',
    },
  ],
  [
    'a call',
    { ...AT, kind: 'call', call: 'DisableImage', principal: { kind: 'user', name: 'sam' } },
    {
      kind: 'call',
      what: 'DisableImage',
      outcome: 'accepted',
      principal: 'user sam',
    },
  ],
  [
    'a call that EC2 refused',
    {
      ...AT,
      kind: 'call',
      call: 'ModifyImageAttribute',
      principal: ROLE,
      askedBy: MARIA,
      requestId: 'ec2-1',
      errorCode: 'UnauthorizedOperation',
      sharing: { added: [], removed: ['111111111111'] },
      isUnexplained: true,
    },
    {
      kind: 'call',
      what: 'ModifyImageAttribute',
      outcome: 'refused',
      by: 'U0MARIA',
      'by name': 'maria',
      principal: 'role ci run-7',
      'source address': '203.0.113.7',
      why: 'UnauthorizedOperation',
      'request id': 'ec2-1',
      details: 'no longer shared with 111111111111; no request explains it',
    },
  ],
  [
    'an acknowledgement',
    { ...AT, kind: 'acknowledgement', by: MARIA },
    {
      kind: 'acknowledgement',
      what: 'acknowledged',
      by: 'U0MARIA',
      'by name': 'maria',
    },
  ],
  [
    'an acknowledgement that was withdrawn',
    { ...AT, kind: 'acknowledgement', by: MARIA, undone: true },
    {
      kind: 'acknowledgement',
      what: 'no longer acknowledged',
      by: 'U0MARIA',
      'by name': 'maria',
    },
  ],
  [
    'a revocation',
    { ...AT, kind: 'revocation', by: MARIA, planId: 'plan-1', approvedBy: ALEX, purpose: 'CVE-1' },
    {
      kind: 'revocation',
      what: 'revoked',
      by: 'U0MARIA',
      'by name': 'maria',
      'decided by': 'U0ALEX',
      'decided by name': 'alex',
      'reason given': 'CVE-1',
      plan: 'plan-1',
    },
  ],
  [
    'a revocation that was undone',
    { ...AT, kind: 'revocation', by: MARIA, planId: 'plan-1', undone: true },
    {
      kind: 'revocation',
      what: 'revocation undone',
      by: 'U0MARIA',
      'by name': 'maria',
      plan: 'plan-1',
    },
  ],
  [
    'an alias',
    {
      ...AT,
      kind: 'assignment',
      change: 'promote',
      family: 'web',
      alias: 'prod',
      places: 2,
      by: MARIA,
      approvedBy: ALEX,
      purpose: 'new build',
      planId: 'plan-1',
    },
    {
      kind: 'assignment',
      what: 'promote',
      family: 'web',
      alias: 'prod',
      by: 'U0MARIA',
      'by name': 'maria',
      'decided by': 'U0ALEX',
      'decided by name': 'alex',
      'reason given': 'new build',
      plan: 'plan-1',
      details: 'places: 2',
    },
  ],
  [
    'an alias that another image took over',
    {
      ...AT,
      kind: 'assignment',
      change: 'outside',
      replaced: true,
      family: 'web',
      alias: 'prod',
      places: 1,
      principal: ROLE,
    },
    {
      kind: 'assignment',
      what: 'outside',
      family: 'web',
      alias: 'prod',
      principal: 'role ci run-7',
      'source address': '203.0.113.7',
      details: 'names another image now; places: 1',
    },
  ],
])('%s', (_name, entry, cells) => {
  expect(ofImage(entry)).toEqual(cells)
})

test.each<[string, AuditEntry, Record<string, string>]>([
  [
    'an alias that was set',
    {
      assignment: {
        ...AT,
        account: IMAGE.account,
        region: IMAGE.region,
        family: 'web',
        alias: 'prod',
        parameter: '/amis/web/prod',
        change: 'promote',
        outcome: 'refused',
        to: { imageId: 'ami-2' },
        from: { imageId: 'ami-1' },
        by: MARIA,
        approvedBy: ALEX,
        principal: ROLE,
        purpose: 'new build',
        reason: 'denied by SSM',
        planId: 'plan-1',
        seenLate: true,
      },
    },
    {
      time: '2026-11-05T12:00:00.000Z',
      kind: 'alias',
      what: 'promote',
      outcome: 'refused',
      account: '123456789012',
      'account name': 'name of 123456789012',
      region: 'eu-west-1',
      image: 'ami-2',
      family: 'web',
      alias: 'prod',
      by: 'U0MARIA',
      'by name': 'maria',
      'decided by': 'U0ALEX',
      'decided by name': 'alex',
      principal: 'role ci run-7',
      'source address': '203.0.113.7',
      'reason given': 'new build',
      why: 'denied by SSM',
      plan: 'plan-1',
      details: 'parameter /amis/web/prod; named ami-1 before; seen late',
    },
  ],
  [
    'an alias that was deleted',
    {
      assignment: {
        ...AT,
        account: IMAGE.account,
        region: IMAGE.region,
        family: 'web',
        alias: 'prod',
        parameter: '/amis/web/prod',
        change: 'outside',
        outcome: 'confirmed',
      },
    },
    {
      time: '2026-11-05T12:00:00.000Z',
      kind: 'alias',
      what: 'outside',
      outcome: 'confirmed',
      account: '123456789012',
      'account name': 'name of 123456789012',
      region: 'eu-west-1',
      family: 'web',
      alias: 'prod',
      details: 'parameter /amis/web/prod',
    },
  ],
])('%s', (_name, entry, cells) => {
  expect(cellsOf(entry)).toEqual(cells)
})

test.each<[string, AuditNote, Record<string, string>]>([
  [
    'a plan',
    { ...AT, kind: 'plan', by: MARIA, planId: 'plan-1', action: 'disable', state: 'waiting', images: 3 },
    {
      time: '2026-11-05T12:00:00.000Z',
      kind: 'plan',
      what: 'disable',
      outcome: 'waiting',
      by: 'U0MARIA',
      'by name': 'maria',
      plan: 'plan-1',
      details: 'images: 3',
    },
  ],
  [
    'a plan that somebody stopped',
    {
      ...AT,
      kind: 'plan',
      by: MARIA,
      planId: 'plan-1',
      action: 'disable',
      state: 'stopping',
      images: 3,
      decidedBy: ALEX,
      stoppedBy: ALEX,
      purpose: 'too old',
      comment: 'fine',
    },
    {
      time: '2026-11-05T12:00:00.000Z',
      kind: 'plan',
      what: 'disable',
      outcome: 'stopping',
      by: 'U0MARIA',
      'by name': 'maria',
      'decided by': 'U0ALEX',
      'decided by name': 'alex',
      'reason given': 'too old',
      why: 'fine',
      plan: 'plan-1',
      details: 'images: 3; stopped by U0ALEX',
    },
  ],
  [
    'an export of the audit log',
    { ...AT, kind: 'export', by: MARIA, outcome: 'sent', fromMs: NOON_MS, toMs: NOON_MS + 1, entries: 7 },
    {
      time: '2026-11-05T12:00:00.000Z',
      kind: 'export',
      what: 'audit log',
      outcome: 'sent',
      by: 'U0MARIA',
      'by name': 'maria',
      details: '2026-11-05T12:00:00.000Z to 2026-11-05T12:00:00.001Z; entries: 7',
    },
  ],
  [
    'a refused export',
    {
      ...AT,
      kind: 'export',
      by: MARIA,
      outcome: 'refused',
      fromMs: NOON_MS,
      toMs: NOON_MS + 1,
      reason: 'no role',
    },
    {
      time: '2026-11-05T12:00:00.000Z',
      kind: 'export',
      what: 'audit log',
      outcome: 'refused',
      by: 'U0MARIA',
      'by name': 'maria',
      why: 'no role',
      details: '2026-11-05T12:00:00.000Z to 2026-11-05T12:00:00.001Z',
    },
  ],
])('%s', (_name, note, cells) => {
  expect(cellsOf({ note })).toEqual(cells)
})
