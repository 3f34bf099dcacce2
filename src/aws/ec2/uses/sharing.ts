import { DescribeImageAttributeCommand } from '@aws-sdk/client-ec2'
import type { Sharing } from '../../../domain/sharing.ts'
import { sharingOf } from '../sharing.ts'
import type { Asking } from './asking.ts'
import { ask } from './finding.ts'

/** Who else may launch the image. */
export const findSharing = async ({ image, facts, ec2, options }: Asking): Promise<Sharing> => {
  const { LaunchPermissions = [] } = await ask('ec2:DescribeImageAttribute', () =>
    ec2.send(
      new DescribeImageAttributeCommand({ ImageId: image.imageId, Attribute: 'launchPermission' }),
      options,
    ),
  )
  const sharing = sharingOf(LaunchPermissions)
  return { ...sharing, isPublic: sharing.isPublic || facts.public === true }
}
