import type { Principal } from '../../domain/cloud-trail-call.ts'
import { type CallSource, parseCallOrigin } from './call-origin.ts'
import { parseUserIdentity, short } from './user-identity.ts'

/** Who called, from where and with what, of a CloudTrail record. Never throws.
 *
 * @param owner the account of what was called about
 */
export const principalOf = (
  detail: Omit<CallSource, 'invokedBy'> & { userIdentity?: unknown },
  owner: string,
): Principal => {
  const { invokedBy, ...identity } = parseUserIdentity(detail.userIdentity, owner)
  return {
    ...identity,
    ...(identity.kind !== 'service' && parseCallOrigin({ ...detail, invokedBy })),
    ...(detail.sourceIPAddress && { sourceIp: short(detail.sourceIPAddress) }),
    ...(detail.userAgent && { userAgent: short(detail.userAgent) }),
  }
}
