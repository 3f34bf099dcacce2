import type { Ec2World } from '../ec2/action.ts'
import { isSeenBy } from '../ec2/allowed-images.ts'
import { isPresent } from '../ec2/fleet.ts'
import type { ParameterKey } from './parameter.ts'

/** What the event says of an id that the account cannot use, whatever the reason. */
export const UNUSABLE = 'Unable to Describe Resource'

/** The fault that stands in for a validation which fails although the image is there. */
const VALIDATION = 'ValidateImage'

/** Why a value names no image that the account can use in its region now; undefined for one that it can use. */
export const readImageFault = (
  value: string,
  { account, region }: ParameterKey,
  world: Pick<Ec2World, 'fleet' | 'settings' | 'clock' | 'faults'>,
): string | undefined => {
  const { fleet, faults } = world
  const fault = faults.take('ssm', `${VALIDATION}@${account}`) ?? faults.take('ssm', VALIDATION)
  if (fault) return fault.message ?? UNUSABLE
  const isUsable = fleet.images.some(
    stored =>
      stored.image.ImageId === value &&
      stored.region === region &&
      isPresent(stored) &&
      stored.image.State === 'available' &&
      isSeenBy(stored, account, world),
  )
  return isUsable ? undefined : UNUSABLE
}
