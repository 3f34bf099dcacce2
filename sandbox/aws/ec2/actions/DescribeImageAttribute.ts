import type { ImageAttribute } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage, requireImageId, requireText } from '../action.ts'
import { Ec2Error } from '../errors.ts'
import { protectionOf, type StoredImage } from '../fleet.ts'

type Reader = (stored: StoredImage, nowMs: number) => Omit<ImageAttribute, 'ImageId'>

const READERS: Readonly<Record<string, Reader>> = {
  launchPermission: ({ launchPermissions }) => ({ LaunchPermissions: launchPermissions }),
  description: ({ image }) => ({ Description: { Value: image.Description } }),
  lastLaunchedTime: ({ image }) => ({ LastLaunchedTime: { Value: image.LastLaunchedTime } }),
  deregistrationProtection: (stored, nowMs) => ({
    DeregistrationProtection: { Value: protectionOf(stored, nowMs) },
  }),
  blockDeviceMapping: ({ image }) => ({ BlockDeviceMappings: image.BlockDeviceMappings }),
  bootMode: ({ image }) => ({ BootMode: { Value: image.BootMode } }),
  imdsSupport: ({ image }) => ({ ImdsSupport: { Value: image.ImdsSupport } }),
  sriovNetSupport: ({ image }) => ({ SriovNetSupport: { Value: image.SriovNetSupport } }),
  tpmSupport: ({ image }) => ({ TpmSupport: { Value: image.TpmSupport } }),
}

export const DescribeImageAttribute: Action = {
  validate(query) {
    requireImageId(query)
    const attribute = requireText(query, 'Attribute')
    if (attribute in READERS) return
    throw new Ec2Error(
      'InvalidParameterValue',
      `Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`,
    )
  },
  authorise: (call, world) => void findOwnImage(call, world, world.views.images()),
  run(call, world): ImageAttribute {
    const stored = findOwnImage(call, world, world.views.images())
    const read = READERS[requireText(call.query, 'Attribute')]
    return { ImageId: stored.image.ImageId, ...read?.(stored, world.clock.nowMs()) }
  },
}
