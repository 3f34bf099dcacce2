import type { PlanAction } from './actions.ts'
import type { AccountRegion, AliasRule } from './alias.ts'
import { type ApprovalNeed, decideApproval } from './approval.ts'
import type { Config } from './config.ts'
import type { ImageFacts, ImageRef } from './image.ts'
import type { Plan } from './plan.ts'

/** Who must approve a change of an alias: as the alias's rule says, or else as the action's rule says. */
const aliasApproval = (
  config: Config,
  action: PlanAction,
  { approval }: Pick<AliasRule, 'approval'>,
  image: ImageRef,
): ApprovalNeed | undefined =>
  approval
    ? {
        roles: approval.roles,
        channel: approval.channel ?? config.channels.fallback,
        withinMs: approval.withinMinutes * 60_000,
      }
    : decideApproval(config, action, image, undefined, undefined)

/**
 * The approval that a plan needs for one of its assignments. It depends on the account and region of the alias, not on those of the
 * image. A revocation is always approved as `actions.revoke` says.
 */
export const assignmentApproval = (
  config: Config,
  { action }: Pick<Plan, 'action'>,
  rule: AliasRule,
  { image, place, facts }: { image: ImageRef; place: AccountRegion; facts?: ImageFacts | undefined },
): ApprovalNeed | undefined =>
  action === 'revoke'
    ? decideApproval(config, action, image, facts, undefined)
    : aliasApproval(config, action, rule, { ...image, account: place.account, region: place.region })

/** What the config says of the alias of a plan. */
export const aliasRuleOf = (
  { families }: Pick<Config, 'families'>,
  { family, alias }: { family: string; alias: string },
): AliasRule | undefined =>
  Object.hasOwn(families, family) ? families[family]?.aliases?.find(({ name }) => name === alias) : undefined

/** The roles that may approve a plan, by the config as it is now; if it no longer requires an approval, those of the plan. */
export const approverRolesOf = (config: Config, { action, alias, approval }: Plan): readonly string[] =>
  (alias && aliasRuleOf(config, alias)?.approval?.roles) ??
  config.actions[action]?.approval?.roles ??
  approval?.roles ??
  []
