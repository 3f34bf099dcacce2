import type { Plan } from './plan.ts'
import type { Person } from './request.ts'

/** Entries of the audit log that are not about a single image: the states of plans, and exports of the audit log itself. */
export type AuditNote =
  | {
      kind: 'plan'
      /** Written again, it is the same. */
      id: string
      atMs: number
      /** Who asked for the plan. */
      by: Person
      planId: string
      action: Plan['action']
      state: Plan['state']
      images: number
      decidedBy?: Person
      stoppedBy?: Person
      purpose?: string
      /** Of who decided. */
      comment?: string
    }
  | {
      kind: 'export'
      id: string
      atMs: number
      by: Person
      outcome: 'sent' | 'refused'
      fromMs: number
      toMs: number
      /** The other filters, as they were typed: "by maria". */
      only?: string
      /** How many the file has. */
      entries?: number
      /** Why it was refused. */
      reason?: string
    }

/** The note of a state that a plan has come to. */
export const planNote = (plan: Plan, atMs: number): AuditNote => {
  const { id, state, action, images, person, approval, stoppedBy, purpose } = plan
  return {
    kind: 'plan',
    id: `plan/${id}/${state}`,
    atMs,
    by: person,
    planId: id,
    action,
    state,
    images,
    ...(approval?.decidedBy && { decidedBy: approval.decidedBy }),
    ...(stoppedBy && { stoppedBy }),
    ...(purpose && { purpose }),
    ...(approval?.comment && { comment: approval.comment }),
  }
}
