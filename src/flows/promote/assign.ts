import type { Assignment } from '../../domain/alias.ts'
import { isStillFresh } from '../../domain/authorise.ts'
import type { ParameterSession } from '../../domain/change-session.ts'
import { explainPutRefusal } from '../../domain/explain-put-refusal.ts'
import { SESSION_UNAVAILABLE } from '../../domain/no-session.ts'
import type { Plan } from '../../domain/plan.ts'
import type { AssignmentItem } from '../../domain/plan-image.ts'
import { requestKeyOf } from '../../domain/plan-order.ts'
import { allOf } from '../../in-parallel.ts'
import { isPassing } from '../perform/passing.ts'
import { checkAssignment } from './check-assignment.ts'
import { mayAssign } from './may-assign.ts'
import type { AliasNeeds } from './needs.ts'
import { newerThan } from './newer-versions.ts'

/**
 * Sets an alias in one account and region: 1 claim 2 check everything afresh, and open the session of the change 3 write the attempt 4
 * set it 5 write what came of it. If Parameter Store may have been called, it is not called again: a read decides
 * (`confirm-assignment.ts`). If it could not be tried now, it stays claimed, and the plan tries it again.
 */
export const assign = async (needs: AliasNeeds, plan: Plan, one: AssignmentItem): Promise<void> => {
  const { ledger, clock, aliases } = needs
  const { assignment: place, image } = one
  // 1 claim
  const key = requestKeyOf(plan, one)
  if ((await ledger.claimRequest(key, clock.nowMs())).kind === 'settled') return
  const entry = entryOf(plan, one)
  const known = await ledger.readAssignment(place, entry)
  if (known && known.outcome !== 'delayed') return ledger.settleRequest(key)
  const end = async (ended: Assignment): Promise<void> => {
    await ledger.addAssignment(ended)
    logEnd(needs, ended)
    if (ended.outcome !== 'delayed') await ledger.settleRequest(key)
  }
  // 2 check everything afresh, and open the session of the change
  const session = sessionOf(plan, key, place)
  const [checked] = await allOf([checkAssignment(needs, plan, one), aliases.beginSession(session)])
  if (!checked.ok) return end({ ...entry, outcome: checked.outcome, reason: checked.reason })
  const next = (checked.now?.version ?? 0) + 1
  const attempt = { ...entry, actedAtMs: clock.nowMs() }
  // 3 write the attempt
  await ledger.addAssignment({ ...attempt, outcome: 'unknown' })
  // The write may have been slow.
  const may = isStillFresh(checked.right, clock.nowMs()) ? checked : await mayAssign(needs, plan)
  if (!may.ok) return end({ ...entry, outcome: may.outcome, reason: may.reason })
  // 4 set it
  const answer = await aliases.put(session, image.imageId)
  // 5 write what came of it
  switch (answer.kind) {
    case 'accepted':
      return end({
        ...attempt,
        outcome: 'accepted',
        version: answer.version,
        ...(answer.version !== next && {
          reason: await newerThan(needs, place, { after: next - 1, before: answer.version }),
        }),
      })
    case 'unknown':
      return end({
        ...attempt,
        outcome: 'unknown',
        reason: `Parameter Store’s answer was lost (${answer.message})`,
      })
    case 'refused': {
      const { code, message } = answer
      const reason = explainPutRefusal(code, message)
      needs.log.warn('Parameter Store refused to set an alias.', {
        ...place,
        code,
        ...(message && { message }),
      })
      const isDelayed = THROTTLED.test(code) && isPassing(code)
      // Without the time of the call, so that a later change by somebody else is not taken for this one.
      return end({ ...entry, outcome: isDelayed ? 'delayed' : 'failed', reason })
    }
  }
}

const sessionOf = (
  { person, approval }: Plan,
  requestKey: string,
  { account, region, parameter }: AssignmentItem['assignment'],
): ParameterSession => ({
  requestKey,
  by: person.userId,
  ...(approval?.decidedBy && { approver: approval.decidedBy.userId }),
  place: { account, region },
  parameter,
})

/**
 * Errors after which the parameter is certainly not set: too many calls, another change of it that had not ended, or no session from STS.
 */
const THROTTLED = new RegExp(`Throttl|TooManyUpdates|TooManyRequests|${SESSION_UNAVAILABLE}`)

/** The entry of an item in the history of its alias: the same whenever it is tried. */
const entryOf = (plan: Plan, one: AssignmentItem): Assignment => {
  const { from, ...place } = one.assignment
  const { approval, person, purpose, id: planId, action, createdAtMs } = plan
  return {
    ...place,
    id: requestKeyOf(plan, one),
    atMs: one.queuedAtMs ?? createdAtMs,
    change: action === 'rollback' || action === 'revoke' ? action : 'promote',
    outcome: 'delayed',
    to: { imageId: one.image.imageId, ...(one.name !== undefined && { name: one.name }) },
    ...(from && { from }),
    by: person,
    planId,
    ...(purpose && { purpose }),
    ...(approval?.decidedBy && { approvedBy: approval.decidedBy }),
  }
}

const logEnd = (
  { log }: AliasNeeds,
  { account, region, parameter, outcome, to, version, reason, planId, by }: Assignment,
): void =>
  log.info('An alias was set, or somebody tried to.', {
    account,
    region,
    parameter,
    outcome,
    ...(to && { imageId: to.imageId }),
    ...(version !== undefined && { version }),
    ...(reason && { reason }),
    ...(planId && { plan: planId }),
    ...(by && { person: by.userId }),
  })
