import type { Actor, Principal } from './cloud-trail-call.ts'
import type { Config } from './config.ts'

/** What is needed to know the roles by which amiops changes images. */
export interface ActorRoles {
  config: Pick<Config, 'accounts' | 'organization'>
  /** The ARN of that of amiops's own account. */
  actorRoleArn?: string
}

const nameOf = (arn: string): string[] => arn.split('/').slice(-1)

/** The possible names of the actor role in an account: an account that the config does not name may still belong to the organization. */
const actorRolesOf = ({ config, actorRoleArn }: ActorRoles, account: string): string[] => {
  const role = config.accounts.find(({ id }) => id === account)?.role
  if (role !== undefined) return nameOf(role)
  return [
    ...(actorRoleArn === undefined ? [] : nameOf(actorRoleArn)),
    ...(config.organization ? [config.organization.role] : []),
  ]
}

/**
 * Whether a session of the actor role made the call. Its trust policy lets only amiops's function open one.
 *
 * @param account of the image or parameter that was called about
 */
export const isOfActorRole = (
  roles: ActorRoles,
  account: string,
  principal: Actor & Pick<Principal, 'account'>,
): boolean =>
  principal.kind === 'role' &&
  principal.account === undefined &&
  actorRolesOf(roles, account).includes(principal.name)
