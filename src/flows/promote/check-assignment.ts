import type { AliasRule } from '../../domain/alias.ts'
import { aliasRuleOf, assignmentApproval } from '../../domain/alias-approval.ts'
import type { Allowed } from '../../domain/authorise.ts'
import { isOurAccount } from '../../domain/config.ts'
import { placeKey } from '../../domain/fleet.ts'
import type { ImageFacts } from '../../domain/image.ts'
import { PLAN_GOOD_FOR_MS, type Plan } from '../../domain/plan.ts'
import type { AssignmentItem } from '../../domain/plan-image.ts'
import { parameterFault, promotionFault, rollbackFault } from '../../domain/promotion.ts'
import { scanDoubts } from '../../domain/scan-gates.ts'
import type { ParameterNow } from '../../ports.ts'
import { isPassing } from '../perform/passing.ts'
import { isSharedWith } from './choose-copy.ts'
import { mayAssign, type NotNow, refused } from './may-assign.ts'
import type { AliasNeeds } from './needs.ts'
import { revokedFault } from './revoked-fault.ts'

/** Whether an alias can be set now, what its parameter is, and by which right; or why not. */
export type CheckedAssignment = { ok: true; now: ParameterNow | undefined; right: Allowed } | NotNow

/** AWS did not answer. A temporary error is tried again. */
const silent = (what: string, error: unknown): NotNow => {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { ok: false, outcome: isPassing(words) ? 'delayed' : 'failed', reason: `${what}: ${words}` }
}

/**
 * Checks an alias right before it is set: 1 the plan 2 the config 3 the image 4 the approval 5 what the alias names
 * 6 the right.
 */
export const checkAssignment = async (
  needs: AliasNeeds,
  plan: Plan,
  { image, name, assignment: place }: AssignmentItem,
): Promise<CheckedAssignment> => {
  const { config, clock, images, aliases } = needs
  // 1 the plan
  if (plan.state === 'stopping') return refused('the plan was stopped')
  if (clock.nowMs() > (plan.runUntilMs ?? plan.createdAtMs + PLAN_GOOD_FOR_MS))
    return refused('its plan was not done within 24 hours')
  // 2 the config
  const rule = aliasRuleOf(config, place)
  const isConfigured =
    isOurAccount(config, place.account) &&
    rule?.parameter === place.parameter &&
    rule.in.some(one => placeKey(one) === placeKey(place))
  if (!rule || !isConfigured) return refused('the config does not have this alias there any more')
  // 3 the image
  const revoked = await revokedFault(needs, [image])
  if (revoked) return refused(`${name ?? image.imageId}: ${revoked}`)
  let facts: ImageFacts | undefined
  try {
    facts = (await images.describe(image.account, image.region, [image.imageId])).get(image.imageId)
    const fault = facts ? faultOf(plan, rule, facts, clock.nowMs()) : 'it is gone'
    if (fault) return refused(`${name ?? image.imageId}: ${fault}`)
    if (image.account !== place.account && !isSharedWith(await images.sharing(image), place.account))
      return refused(`${name ?? image.imageId}: it is not shared with this account any more`)
  } catch (error) {
    return silent('EC2 did not answer', error)
  }
  const overridden = plan.alias?.overridden ?? []
  const found = plan.action === 'promote' ? scanDoubts(facts ?? {}, rule, clock.nowMs()) : []
  const doubts = found.filter(doubt => !overridden.includes(doubt))
  if (doubts.length > 0) return refused(`${name ?? image.imageId}: ${doubts.join('; ')}`)
  // 4 the approval
  if (!plan.approval && assignmentApproval(config, plan, rule, { image, place, facts }))
    return refused('it requires approval now: request it again')
  // 5 what the alias names
  let now: ParameterNow | undefined
  try {
    now = await aliases.read(place, place.parameter)
  } catch (error) {
    return silent('Parameter Store did not answer', error)
  }
  const wrong = parameterFault(place.parameter, now)
  if (wrong) return refused(wrong)
  if (now?.value !== place.from?.imageId)
    return refused(
      `it names ${now?.value ?? 'nothing'} now, not ${place.from?.imageId ?? 'nothing'} as when it was requested: somebody changed it meanwhile`,
    )
  // 6 the right: last, because it is good for seconds
  const may = await mayAssign(needs, plan)
  return may.ok ? { ok: true, now, right: may.right } : may
}

/** An image can be deprecated, or become too old for the alias, while its promotion waits for an approval. */
const faultOf = ({ action }: Plan, rule: AliasRule, facts: ImageFacts, nowMs: number): string | undefined =>
  action === 'promote' ? promotionFault(facts, rule, nowMs) : rollbackFault(facts)
