import * as v from 'valibot'
import { ASSIGNMENT_CHANGES } from '../../../domain/alias.ts'
import type { SharingChange } from '../../../domain/cloud-trail-call.ts'
import type { Attempt, HistoryEntry } from '../../../domain/history.ts'
import { action, callName, cause, eventState, imageState, person, principal, sharing } from './image-parts.ts'
import { retirement, snapshotResult } from './request.ts'
import { list, maybe, number, oneOf, type Schema, shape, text, yes } from './shape.ts'

/** The schemas of an image's history. */

export const outcome: Schema<Attempt['outcome']> = oneOf([
  'asked',
  'acting',
  'accepted',
  'confirmed',
  'refused',
  'failed',
  'unknown',
  'waiting',
  'approved',
  'declined',
  'withdrawn',
  'expired',
])

type OfKind<Kind extends HistoryEntry['kind']> = Extract<HistoryEntry, { kind: Kind }>

const event = shape<OfKind<'event'>>({
  kind: v.literal('event'),
  id: text,
  atMs: number,
  state: eventState,
  cause: maybe(cause),
  reason: maybe(text),
  by: maybe(person),
  ended: maybe(shape<NonNullable<OfKind<'event'>['ended']>>({ id: text, atMs: number })),
  outOfOrder: maybe(yes),
  shownAs: maybe(imageState),
  seenLate: maybe(yes),
})

const sharingChange = shape<SharingChange>({ added: list(text), removed: list(text) })

const attempt = shape<Attempt>({
  kind: v.literal('request'),
  id: text,
  atMs: number,
  action,
  outcome,
  by: person,
  reason: maybe(text),
  requestId: maybe(text),
  otherRequestIds: maybe(list(text)),
  purpose: maybe(text),
  approvedBy: maybe(person),
  planId: maybe(text),
  emergencyOverride: maybe(yes),
  decision: maybe(oneOf(['approve', 'decline', 'withdraw'])),
  impactSummary: maybe(text),
  sharing: maybe(sharingChange),
  retirement: maybe(retirement),
  keepUntil: maybe(text),
  taken: maybe(sharing),
  snapshots: maybe(list(snapshotResult)),
  allSnapshots: maybe(number),
})

const call = shape<OfKind<'call'>>({
  kind: v.literal('call'),
  id: text,
  atMs: number,
  call: callName,
  principal,
  askedBy: maybe(person),
  requestId: maybe(text),
  errorCode: maybe(text),
  sharing: maybe(sharingChange),
  withSnapshots: maybe(yes),
  isUnexplained: maybe(yes),
})

const acknowledgement = shape<OfKind<'acknowledgement'>>({
  kind: v.literal('acknowledgement'),
  id: text,
  atMs: number,
  by: person,
  undone: maybe(yes),
})

const assignment = shape<OfKind<'assignment'>>({
  kind: v.literal('assignment'),
  id: text,
  atMs: number,
  change: oneOf(ASSIGNMENT_CHANGES),
  replaced: maybe(yes),
  family: text,
  alias: text,
  places: number,
  by: maybe(person),
  principal: maybe(principal),
  approvedBy: maybe(person),
  purpose: maybe(text),
  planId: maybe(text),
})

const revocation = shape<OfKind<'revocation'>>({
  kind: v.literal('revocation'),
  id: text,
  atMs: number,
  by: person,
  undone: maybe(yes),
  approvedBy: maybe(person),
  purpose: maybe(text),
  planId: text,
})

export const historyEntry: Schema<HistoryEntry> = v.union([
  event,
  attempt,
  call,
  acknowledgement,
  assignment,
  revocation,
])
