import type { Faults } from '../../kernel/faults.ts'
import { type Fleet, isLaunchableBy, isPresent } from '../ec2/fleet.ts'
import type { ParameterKey } from './parameter.ts'

/** What the event says of an id that the account cannot use, whatever the reason. */
const UNUSABLE = 'Unable to Describe Resource'

/** The fault that stands in for a validation which fails although the image is there. */
const VALIDATION = 'ValidateImage'

/** Why a value names no image that the account can use in its region now; undefined for one that it can use. */
export const readImageFault = (
  value: string,
  { account, region }: ParameterKey,
  { fleet, faults }: { fleet: Fleet; faults: Faults },
): string | undefined => {
  const fault = faults.take('ssm', `${VALIDATION}@${account}`) ?? faults.take('ssm', VALIDATION)
  if (fault) return fault.message ?? UNUSABLE
  const isUsable = fleet.images.some(
    stored =>
      stored.image.ImageId === value &&
      stored.region === region &&
      isPresent(stored) &&
      stored.image.State === 'available' &&
      isLaunchableBy(stored, account, fleet),
  )
  return isUsable ? undefined : UNUSABLE
}
