import { type Action, LIMITED_ACTIONS } from '../../domain/actions.ts'
import { type ApprovalNeed, decideApproval, nextReminderMs } from '../../domain/approval.ts'
import type { Config } from '../../domain/config.ts'
import type { PlanApproval, PlanNeed } from '../../domain/plan.ts'
import type { Clock, Limits } from '../../ports.ts'
import type { Seen } from './see-images.ts'

interface Needs {
  config: Config
  ledger: Limits
  clock: Clock
}

/** Which second person a plan needs, and how many images its person may still change. */
export interface Required {
  /** The approval that the config requires for any of its images; undefined if none is required. */
  need: ApprovalNeed | undefined
  /** Who may approve a plan above the limit; undefined where nobody is configured. */
  other: ApprovalNeed | undefined
  left: number
  /** An approval that was given for the same before, and still counts. */
  given?: PlanApproval
}

/** @param images with the facts and the impact that the approval is decided by */
export const requiredFor = async (
  { config, ledger, clock }: Needs,
  action: Action,
  userId: string,
  images: readonly Seen[],
): Promise<Required> => {
  const needs = images.map(({ image, facts, impact }) => decideApproval(config, action, image, facts, impact))
  return {
    need: needs.find(need => need !== undefined),
    other: approvalOf(config, action),
    left: LIMITED_ACTIONS.includes(action)
      ? config.limits.destructivePerHour - (await ledger.countRequests(userId, clock.nowMs()))
      : Number.POSITIVE_INFINITY,
  }
}

/**
 * The approval that the config has for an action, whatever its clauses say. An action without one takes the approval of deregister: a
 * person who may approve that a hundred images are deregistered may approve that they are disabled.
 */
const approvalOf = (config: Config, action: Action): ApprovalNeed | undefined => {
  const approval = config.actions[action]?.approval ?? config.actions.deregister?.approval
  return (
    approval && {
      roles: approval.roles,
      channel: approval.channel ?? config.channels.fallback,
      withinMs: approval.withinMinutes * 60_000,
    }
  )
}

/** The approval of a plan that is requested now. */
export const planNeedOf = (need: ApprovalNeed | undefined, nowMs: number): PlanNeed | undefined =>
  need && {
    roles: need.roles,
    channel: need.channel,
    expiresAtMs: nowMs + need.withinMs,
    remindAtMs: nowMs + nextReminderMs(need.withinMs, 0),
  }
