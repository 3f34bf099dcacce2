import type { Assignment } from '../../domain/alias.ts'
import { type Allowed, isStillFresh, noRightWords, rolesFor } from '../../domain/authorise.ts'
import type { Plan } from '../../domain/plan.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { authorise } from '../steps/authorise.ts'
import type { AliasNeeds } from './needs.ts'

/** Why an alias is not set: for good, or only now. */
export interface NotNow {
  ok: false
  outcome: Extract<Assignment['outcome'], 'refused' | 'failed' | 'delayed'>
  reason: string
}

export const refused = (reason: string): NotNow => ({ ok: false, outcome: 'refused', reason })

const delayed = (reason: string): NotNow => ({ ok: false, outcome: 'delayed', reason })

/** Whether the person of a plan may set its alias, by a membership that is at most 15 seconds old. */
export const mayAssign = async (
  needs: AliasNeeds,
  plan: Plan,
): Promise<{ ok: true; right: Allowed } | NotNow> => {
  try {
    const right = await authorise(needs, plan, rolesFor(needs.config, plan.action))
    if (right.allowed)
      return isStillFresh(right, needs.clock.nowMs())
        ? { ok: true, right }
        : delayed('Slack took too long to say who has permission')
    return right.unread.length > 0
      ? delayed(`Slack did not say who is in ${right.unread.join(', ')}`)
      : refused(noRightWords(right))
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error
    return delayed(error.message)
  }
}
