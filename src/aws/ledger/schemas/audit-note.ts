import * as v from 'valibot'
import { ACTIONS, FAMILY_ACTIONS } from '../../../domain/actions.ts'
import type { AuditNote } from '../../../domain/audit-note.ts'
import { PLAN_STATES } from '../../../domain/plan.ts'
import { person } from './image-parts.ts'
import { maybe, number, oneOf, type Schema, shape, text } from './shape.ts'

type OfKind<Kind extends AuditNote['kind']> = Extract<AuditNote, { kind: Kind }>

const plan = shape<OfKind<'plan'>>({
  kind: v.literal('plan'),
  id: text,
  atMs: number,
  by: person,
  planId: text,
  action: oneOf([...ACTIONS, ...FAMILY_ACTIONS]),
  state: oneOf(PLAN_STATES),
  images: number,
  decidedBy: maybe(person),
  stoppedBy: maybe(person),
  purpose: maybe(text),
  comment: maybe(text),
})

const exported = shape<OfKind<'export'>>({
  kind: v.literal('export'),
  id: text,
  atMs: number,
  by: person,
  outcome: oneOf(['sent', 'refused']),
  fromMs: number,
  toMs: number,
  only: maybe(text),
  entries: maybe(number),
  reason: maybe(text),
})

export const auditNote: Schema<AuditNote> = v.union([plan, exported])
