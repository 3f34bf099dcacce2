import type { PlanAction } from './actions.ts'
import { type MembersAnswer, membersHold } from './authorise.ts'
import type { ApprovalClauses } from './clauses.ts'
import type { Config, Role } from './config.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import { decideRisk, type Impact } from './impact.ts'
import { fitsImage } from './route.ts'

/** Which second person an action needs, by the config. */
export interface ApprovalNeed {
  roles: readonly string[]
  channel: string
  withinMs: number
}

const fits = (
  when: ApprovalClauses,
  image: ImageRef,
  facts: ImageFacts | undefined,
  impact: Impact | undefined,
): boolean => {
  const risk = impact && decideRisk(impact)
  const { name: _name, tags: _tags, ...place } = when
  return (
    fitsImage(facts ? when : place, { ...image, state: facts?.state ?? 'deregistered' }, facts) &&
    (when.inUse === undefined || when.inUse === (risk?.isInUse ?? true)) &&
    (when.shared === undefined || when.shared === (risk?.isShared ?? true))
  )
}

/**
 * Decides whether an approval is needed: the action has an approval rule, and one of its clauses fits. A rule without clauses always
 * applies. Unknown facts count as the worse case.
 *
 * @param facts undefined for an image that was gone before amiops ever saw it
 */
export const decideApproval = (
  config: Config,
  action: PlanAction,
  image: ImageRef,
  facts: ImageFacts | undefined,
  impact: Impact | undefined,
): ApprovalNeed | undefined => {
  const approval = config.actions[action]?.approval
  if (!approval) return undefined
  const { when, roles, channel, withinMinutes } = approval
  if (when.length > 0 && !when.some(clauses => fits(clauses, image, facts, impact))) return undefined
  return { roles, channel: channel ?? config.channels.fallback, withinMs: withinMinutes * 60_000 }
}

/** Whether who approves one action approves another one with it: its approvals are the same people's, or only this one has any. */
export const isApprovedWith = ({ actions }: Config, action: PlanAction, other: PlanAction): boolean => {
  const roles = actions[other]?.approval?.roles
  return roles === undefined || roles.join() === actions[action]?.approval?.roles.join()
}

/** Whether the rule asks for facts that need a look at the image's uses. */
export const asksForImpact = (config: Config, action: PlanAction): boolean =>
  (config.actions[action]?.approval?.when ?? []).some(
    ({ inUse, shared }) => inUse !== undefined || shared !== undefined,
  )

/** The people who can approve, without the requester. A group that could not be read adds nobody. */
export const approversOf = (
  roles: readonly Role[],
  requesterId: string,
  membersOf: (userGroup: string) => MembersAnswer,
): string[] =>
  [...new Set(roles.flatMap(role => membersHold(role, membersOf)))].filter(userId => userId !== requesterId)

/** Reminders come after a sixth of the time, then twice as long each. */
export const nextReminderMs = (withinMs: number, reminded: number): number => (withinMs / 6) * 2 ** reminded
