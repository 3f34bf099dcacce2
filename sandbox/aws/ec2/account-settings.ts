import { Ec2Error } from './errors.ts'
import type { Fleet } from './fleet.ts'
import type { Ec2Settings } from './settings.ts'
import type { AccountSettings, AllowedImages } from './stored-account-settings.ts'

type Place = Pick<AccountSettings, 'account' | 'region'>

const isOf = (place: Place) => (settings: AccountSettings) =>
  settings.account === place.account && settings.region === place.region

const settingsOf = (fleet: Pick<Fleet, 'accountSettings'>, { account, region }: Place): AccountSettings =>
  fleet.accountSettings.find(isOf({ account, region })) ?? {
    account,
    region,
    blockPublicAccess: false,
    allowedImages: { state: 'disabled', criteria: [] },
  }

/** Changes what an account has set; what is left out stays as it is. */
export const changeAccountSettings = (
  fleet: Pick<Fleet, 'accountSettings'>,
  place: Place,
  change: Partial<Omit<AccountSettings, 'account' | 'region'>>,
): void => {
  const changed = { ...settingsOf(fleet, place), ...change }
  fleet.accountSettings = [...fleet.accountSettings.filter(settings => !isOf(place)(settings)), changed]
}

/** Who manages a setting: the account, or a declarative policy of the organization for all accounts (`POST /_sandbox/aws`). */
type ManagedBy = 'account' | 'declarative-policy'

interface Settled {
  fleet: Pick<Fleet, 'accountSettings'>
  settings: Readonly<Ec2Settings>
}

export const publicAccessOf = (
  { fleet, settings }: Settled,
  place: Place,
): { isBlocked: boolean; managedBy: ManagedBy } =>
  settings.blockPublicAccess
    ? { isBlocked: true, managedBy: 'declarative-policy' }
    : { isBlocked: settingsOf(fleet, place).blockPublicAccess, managedBy: 'account' }

/** An account cannot change what a declarative policy sets. */
export const refuseManaged = (world: Settled, place: Place): void => {
  if (publicAccessOf(world, place).managedBy === 'account') return
  throw new Ec2Error(
    'OperationNotPermitted',
    'This setting is managed by a declarative policy and cannot be changed by the account.',
  )
}

export const allowedImagesOf = (
  { fleet, settings }: Settled,
  place: Place,
): AllowedImages & { managedBy: ManagedBy } => {
  const owners = settings.allowedImageOwners
  if (owners === null) return { ...settingsOf(fleet, place).allowedImages, managedBy: 'account' }
  const ImageProviders = owners.length === 0 ? ['none'] : owners
  return { state: 'enabled', criteria: [{ ImageProviders }], managedBy: 'declarative-policy' }
}
