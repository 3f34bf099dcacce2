import type { CloudTrailCall } from './cloud-trail-call.ts'
import type { Config } from './config.ts'
import { type Sharing, sharedWith } from './sharing.ts'

const ORGANIZATION = /^arn:[^:]+:organizations:.*:organization\//

/**
 * Whom a call opened an image to, where that needs an alert: everybody, an organisation or one of its units, and accounts that
 * the config does not list.
 *
 * @returns undefined where EC2 refused the call, or where it opened the image to nobody new
 */
export const decideExposure = (
  { accounts }: Pick<Config, 'accounts'>,
  { account, sharing, errorCode }: CloudTrailCall,
): Sharing | undefined => {
  if (errorCode !== undefined || !sharing) return undefined
  const known = [account, ...accounts.map(({ id }) => id)]
  const arns = sharing.added.filter(name => name.startsWith('arn:'))
  const exposure = {
    isPublic: sharing.added.includes('all'),
    organizations: arns.filter(arn => ORGANIZATION.test(arn)),
    organizationalUnits: arns.filter(arn => !ORGANIZATION.test(arn)),
    accounts: sharing.added.filter(name => name !== 'all' && !arns.includes(name) && !known.includes(name)),
  }
  return sharedWith(exposure) > 0 ? exposure : undefined
}
