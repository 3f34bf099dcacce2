import type { LaunchPermission } from '@aws-sdk/client-ec2'
import { publicAccessOf } from './account-settings.ts'
import type { Call, Ec2World } from './action.ts'
import { keyOf } from './encryption.ts'
import { Ec2Error } from './errors.ts'
import { type Fleet, type StoredImage, type StoredSnapshot, snapshotIdsOf } from './fleet.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html */
const AWS_MANAGED = 'Snapshots encrypted with the AWS Managed CMK can’t be shared. Specify another snapshot.'
const ENCRYPTED = 'Encrypted snapshots can’t be shared publicly. Specify another snapshot.'
const PUBLIC_ACCESS_BLOCKED =
  'You can’t publicly share this image because block public access for AMIs is enabled for this account. To publicly share the image, you must call the DisableImageBlockPublicAccess API.'

const snapshotsOf = (fleet: Fleet, stored: StoredImage): StoredSnapshot[] => {
  const ids = snapshotIdsOf(stored)
  return fleet.snapshots.filter(
    ({ snapshot, region }) => region === stored.region && ids.includes(snapshot.SnapshotId),
  )
}

const isEncrypted = ({ image }: StoredImage): boolean =>
  (image.BlockDeviceMappings ?? []).some(({ Ebs }) => Ebs?.Encrypted === true)

/** Refuses launch permissions that EC2 gives to nobody, because of the image's disks or of the account's settings. */
export const refuseUnshareable = (
  stored: StoredImage,
  added: readonly LaunchPermission[],
  world: Ec2World,
): void => {
  const { fleet } = world
  if (added.length === 0) return
  const isMadePublic = added.some(({ Group }) => Group === 'all')
  if (isMadePublic && publicAccessOf(world, stored).isBlocked)
    throw new Ec2Error('OperationNotPermitted', PUBLIC_ACCESS_BLOCKED)
  if (isMadePublic && isEncrypted(stored)) throw new Ec2Error('UnsupportedOperation', ENCRYPTED)
  if (snapshotsOf(fleet, stored).some(snapshot => keyOf(fleet, snapshot)?.manager === 'AWS'))
    throw new Ec2Error('InvalidParameter', AWS_MANAGED)
  if (stored.image.State === 'disabled')
    throw new Ec2Error(
      'InvalidAMIID.Unavailable',
      `The AMI ID '${stored.image.ImageId}' is disabled and cannot be shared`,
    )
}

/** Whether an account may copy a snapshot or make volumes of it; sharing the image is not enough. */
export const isReadableBy = (stored: StoredSnapshot, account: string): boolean =>
  stored.account === account ||
  (stored.createVolumePermissions ?? []).some(({ UserId, Group }) => UserId === account || Group === 'all')

/** Copying needs the snapshots themselves: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/copy-ami-prereqs.html */
export const refuseUnreadable = (stored: StoredImage, { account }: Call, { fleet }: Ec2World): void => {
  if (snapshotsOf(fleet, stored).every(snapshot => isReadableBy(snapshot, account))) return
  throw new Ec2Error('InvalidRequest', 'You do not have permission to access the storage of this ami')
}
