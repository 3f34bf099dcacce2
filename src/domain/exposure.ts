import type { CloudTrailCall } from './cloud-trail-call.ts'
import type { Config } from './config.ts'
import { type Sharing, sharedWith } from './sharing.ts'

type Known = Pick<Config, 'accounts' | 'audiences'>

const ORGANIZATION = /^arn:[^:]+:organizations:.*:organization\//

/**
 * Those who may launch an image and are unknown to the config: everybody, organizations and organizational units that no audience names,
 * and accounts that are neither the image's own, nor among `accounts`, nor in an audience.
 *
 * @param account the image's own
 */
export const exposedTo = ({ accounts, audiences }: Known, account: string, sharing: Sharing): Sharing => {
  const known = Object.values(audiences)
  const ours = [account, ...accounts.map(({ id }) => id), ...known.flatMap(audience => audience.accounts)]
  const organizations = known.flatMap(({ organization }) => organization ?? [])
  const units = known.flatMap(({ ous }) => ous)
  return {
    isPublic: sharing.isPublic,
    organizations: sharing.organizations.filter(arn => !organizations.includes(arn)),
    organizationalUnits: sharing.organizationalUnits.filter(arn => !units.includes(arn)),
    accounts: sharing.accounts.filter(id => !ours.includes(id)),
  }
}

/** CloudTrail's names of accounts, organizations, units and everybody (`all`). */
export const sharingNamed = (names: readonly string[]): Sharing => {
  const arns = names.filter(name => name.startsWith('arn:'))
  return {
    isPublic: names.includes('all'),
    organizations: arns.filter(arn => ORGANIZATION.test(arn)),
    organizationalUnits: arns.filter(arn => !ORGANIZATION.test(arn)),
    accounts: names.filter(name => name !== 'all' && !name.startsWith('arn:')),
  }
}

/**
 * Those to whom a call opened an image, if that needs an alert.
 *
 * @returns undefined where EC2 refused the call, or where it opened the image to nobody that the config does not know
 */
export const decideExposure = (
  config: Known,
  { account, sharing, errorCode }: CloudTrailCall,
): Sharing | undefined => {
  if (errorCode !== undefined || !sharing) return undefined
  const exposure = exposedTo(config, account, sharingNamed(sharing.added))
  return sharedWith(exposure) > 0 ? exposure : undefined
}
