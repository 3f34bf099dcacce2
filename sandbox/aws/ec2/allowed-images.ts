import type { Clock } from '../../kernel/clock.ts'
import { allowedImagesOf } from './account-settings.ts'
import { toPattern } from './filters.ts'
import { type Fleet, isLaunchableBy, type StoredImage } from './fleet.ts'
import type { Ec2Settings } from './settings.ts'
import type { Criterion } from './stored-account-settings.ts'

interface Viewed {
  fleet: Fleet
  settings: Readonly<Ec2Settings>
  clock: Clock
}

type Place = { account: string; region: string }

const DAY_MS = 86_400_000

const isYoungerThan = (date: string | undefined, days: number, nowMs: number): boolean =>
  nowMs - Date.parse(date ?? '') <= days * DAY_MS

/** All that a criterion names has to fit; an image that is not deprecated fits any time since. */
const fits = (criterion: Criterion, { account, image }: StoredImage, nowMs: number): boolean => {
  const { ImageProviders, ImageNames, MarketplaceProductCodes } = criterion
  const { CreationDateCondition, DeprecationTimeCondition } = criterion
  const codes = (image.ProductCodes ?? []).map(({ ProductCodeId }) => ProductCodeId ?? '')
  return (
    (!ImageProviders || ImageProviders.some(name => name === account || name === image.ImageOwnerAlias)) &&
    (!ImageNames || ImageNames.some(name => toPattern(name).test(image.Name))) &&
    (!MarketplaceProductCodes || MarketplaceProductCodes.some(code => codes.includes(code))) &&
    (!CreationDateCondition ||
      isYoungerThan(image.CreationDate, CreationDateCondition.MaximumDaysSinceCreated, nowMs)) &&
    (!DeprecationTimeCondition ||
      image.DeprecationTime === undefined ||
      isYoungerThan(image.DeprecationTime, DeprecationTimeCondition.MaximumDaysSinceDeprecated, nowMs))
  )
}

/** Allowed AMIs never restrict the account's own: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html */
export const isAllowed = (stored: StoredImage, place: Place, world: Viewed): boolean => {
  const { state, criteria } = allowedImagesOf(world, place)
  return (
    state === 'disabled' ||
    stored.account === place.account ||
    criteria.some(criterion => fits(criterion, stored, world.clock.nowMs()))
  )
}

/** Whether an account sees an image at all: it may launch it, and its Allowed AMIs do not hide it. */
export const isSeenBy = (stored: StoredImage, account: string, world: Viewed): boolean => {
  const place = { account, region: stored.region }
  return (
    isLaunchableBy(stored, account, world.fleet) &&
    (allowedImagesOf(world, place).state !== 'enabled' || isAllowed(stored, place, world))
  )
}
