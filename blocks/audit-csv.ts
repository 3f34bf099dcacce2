import type { Assignment } from '../src/domain/alias.ts'
import { type AuditEntry, auditAtMs } from '../src/domain/audit-log.ts'
import type { AuditNote } from '../src/domain/audit-note.ts'
import type { Principal } from '../src/domain/cloud-trail-call.ts'
import type { HistoryEntry } from '../src/domain/history.ts'
import type { Person } from '../src/domain/request.ts'
import { csvLines } from './csv.ts'
import { sessionWords } from './session-words.ts'

/** The columns, and their cells for an entry; empty if the entry does not have the value. */
const COLUMNS = [
  'time',
  'kind',
  'what',
  'outcome',
  'account',
  'account name',
  'region',
  'image',
  'family',
  'alias',
  'by',
  'by name',
  'decided by',
  'decided by name',
  'principal',
  'source address',
  'reason given',
  'why',
  'plan',
  'request id',
  'details',
] as const

type Row = Partial<Record<(typeof COLUMNS)[number], string | undefined>>

const byOf = (person: Person | undefined): Row => ({ by: person?.userId, 'by name': person?.name })
const decidedBy = (person: Person | undefined): Row => ({
  'decided by': person?.userId,
  'decided by name': person?.name,
})

const principalOf = (principal: Principal | undefined): Row => ({
  principal: principal && [principal.kind, principal.name, principal.session].filter(Boolean).join(' '),
  'source address': principal?.sourceIp,
})

const sharingOf = (sharing: { added: readonly string[]; removed: readonly string[] } | undefined): string =>
  sharing === undefined
    ? ''
    : [
        ...sharing.added.map(one => `shared with ${one}`),
        ...sharing.removed.map(one => `no longer shared with ${one}`),
      ].join('; ')

const ofHistory = (entry: HistoryEntry): Row => {
  switch (entry.kind) {
    case 'event': {
      const { state, cause, by, reason, seenLate, outOfOrder, shownAs } = entry
      const details = [
        cause,
        seenLate && 'seen late',
        outOfOrder && 'out of order',
        shownAs && `not confirmed: EC2 showed ${shownAs}`,
      ].filter(Boolean)
      return { what: state, ...byOf(by), why: reason, details: details.join('; ') }
    }
    case 'request':
      return {
        what: entry.decision === undefined ? entry.action : `${entry.decision} ${entry.action}`,
        outcome: entry.outcome,
        ...byOf(entry.by),
        ...decidedBy(entry.approvedBy),
        'reason given': entry.purpose,
        why: entry.reason,
        plan: entry.planId,
        'request id': entry.requestId,
        details: [
          ...(entry.emergencyOverride ? ['emergency override'] : []),
          sharingOf(entry.sharing),
          sessionWords(entry) ?? '',
          entry.impactSummary ?? '',
        ]
          .filter(words => words !== '')
          .join('; '),
      }
    case 'call':
      return {
        what: entry.call,
        outcome: entry.errorCode === undefined ? 'accepted' : 'refused',
        ...byOf(entry.askedBy),
        ...principalOf(entry.principal),
        why: entry.errorCode,
        'request id': entry.requestId,
        details: [sharingOf(entry.sharing), entry.isUnexplained ? 'no request explains it' : '']
          .filter(words => words !== '')
          .join('; '),
      }
    case 'acknowledgement':
      return { what: entry.undone ? 'no longer acknowledged' : 'acknowledged', ...byOf(entry.by) }
    case 'revocation':
      return {
        what: entry.undone ? 'revocation undone' : 'revoked',
        ...byOf(entry.by),
        ...decidedBy(entry.approvedBy),
        'reason given': entry.purpose,
        plan: entry.planId,
      }
    case 'assignment':
      return {
        what: entry.change,
        family: entry.family,
        alias: entry.alias,
        ...byOf(entry.by),
        ...decidedBy(entry.approvedBy),
        ...principalOf(entry.principal),
        'reason given': entry.purpose,
        plan: entry.planId,
        details: `${entry.replaced ? 'names another image now; ' : ''}places: ${entry.places}`,
      }
  }
}

const ofAssignment = (one: Assignment): Row => ({
  what: one.change,
  outcome: one.outcome,
  image: one.to?.imageId,
  family: one.family,
  alias: one.alias,
  ...byOf(one.by),
  ...decidedBy(one.approvedBy),
  ...principalOf(one.principal),
  'reason given': one.purpose,
  why: one.reason,
  plan: one.planId,
  details: [
    `parameter ${one.parameter}`,
    ...(one.from ? [`named ${one.from.imageId} before`] : []),
    ...(one.seenLate ? ['seen late'] : []),
  ].join('; '),
})

const ofNote = (note: AuditNote): Row =>
  note.kind === 'plan'
    ? {
        what: note.action,
        outcome: note.state,
        ...byOf(note.by),
        ...decidedBy(note.decidedBy),
        'reason given': note.purpose,
        why: note.comment,
        plan: note.planId,
        details: [
          `images: ${note.images}`,
          ...(note.stoppedBy ? [`stopped by ${note.stoppedBy.userId}`] : []),
        ].join('; '),
      }
    : {
        what: 'audit log',
        outcome: note.outcome,
        ...byOf(note.by),
        why: note.reason,
        details: [
          `${new Date(note.fromMs).toISOString()} to ${new Date(note.toMs).toISOString()}`,
          ...(note.entries === undefined ? [] : [`entries: ${note.entries}`]),
        ].join('; '),
      }

const placeOf = (one: { account: string; region: string }, nameOf: (account: string) => string): Row => ({
  account: one.account,
  'account name': nameOf(one.account),
  region: one.region,
})

const rowOf = (one: AuditEntry, nameOf: (account: string) => string): Row => {
  if ('assignment' in one)
    return { kind: 'alias', ...placeOf(one.assignment, nameOf), ...ofAssignment(one.assignment) }
  if ('note' in one) return { kind: one.note.kind, ...ofNote(one.note) }
  return {
    kind: one.entry.kind,
    ...placeOf(one.image, nameOf),
    image: one.image.imageId,
    ...ofHistory(one.entry),
  }
}

const cellsOf = (one: AuditEntry, nameOf: (account: string) => string): string[] => {
  const row: Row = { time: new Date(auditAtMs(one)).toISOString(), ...rowOf(one, nameOf) }
  return COLUMNS.map(column => row[column] ?? '')
}

/** The first line of the file. */
export const auditHead = (): string => csvLines([COLUMNS])

/** A line for each entry. */
export const auditLines = (entries: readonly AuditEntry[], nameOf: (account: string) => string): string =>
  csvLines(entries.map(one => cellsOf(one, nameOf)))
