import { isMatch } from './glob.ts'
import type { ImageFacts } from './image.ts'
import { everyOf, someOf, type Truth } from './truth.ts'

/** What an account allows to be launched: Allowed AMIs.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html */
export interface AllowedImages {
  /** `audit-mode` forbids nothing. */
  state: 'enabled' | 'audit-mode' | 'disabled'
  /** An image that meets one of them is allowed. */
  criteria: readonly AllowedImage[]
}

/** All that is given has to fit. */
export interface AllowedImage {
  /** Account ids, `amazon`, `aws-marketplace`, `aws-backup-vault`, or `none`. */
  providers?: readonly string[]
  /** `*` and `?` stand for characters. */
  names?: readonly string[]
  mostDaysOld?: number
  mostDaysDeprecated?: number
  /** It has conditions that amiops does not read: product codes, watermarks, scan results. */
  asksMore?: true
}

const DAY_MS = 86_400_000

const truth = (holds: boolean): Truth => (holds ? 'yes' : 'no')

const fits = (criterion: AllowedImage, owner: string, facts: ImageFacts, nowMs: number): Truth => {
  const { providers, names, mostDaysOld, mostDaysDeprecated, asksMore } = criterion
  const { name, ownerAlias, createdAtMs, deprecatedAtMs } = facts
  const isWithin = (sinceMs: number, days: number): Truth => truth(nowMs - sinceMs <= days * DAY_MS)
  return everyOf([
    ...(providers ? [truth(providers.includes(owner) || providers.some(one => one === ownerAlias))] : []),
    ...(names ? [truth(name !== undefined && names.some(pattern => isMatch(pattern, name)))] : []),
    ...(mostDaysOld !== undefined
      ? [createdAtMs === undefined ? ('maybe' as const) : isWithin(createdAtMs, mostDaysOld)]
      : []),
    ...(mostDaysDeprecated !== undefined && deprecatedAtMs !== undefined
      ? [isWithin(deprecatedAtMs, mostDaysDeprecated)]
      : []),
    ...(asksMore ? ['maybe' as const] : []),
  ])
}

/**
 * Whether another account may launch an image by its Allowed AMIs. They never restrict an account's own images.
 *
 * @param owner the account that owns the image
 */
export const isAllowedImage = (
  { state, criteria }: AllowedImages,
  owner: string,
  facts: ImageFacts,
  nowMs: number,
): Truth =>
  state === 'enabled' ? someOf(criteria.map(criterion => fits(criterion, owner, facts, nowMs))) : 'yes'
