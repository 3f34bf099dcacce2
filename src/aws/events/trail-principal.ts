import type { Principal } from '../../domain/cloud-trail-call.ts'
import { type CallSource, parseCallOrigin } from './call-origin.ts'
import { parseUserIdentity, short } from './user-identity.ts'

/**
 * Reads from a CloudTrail record who called, from where and with which tool. Never throws.
 *
 * @param owner the account of the image or parameter that the call was about
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
