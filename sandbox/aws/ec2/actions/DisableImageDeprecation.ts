import type { DisableImageDeprecationResult } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage } from '../action.ts'
import { validateImageId } from '../validations/image-id.ts'

export const DisableImageDeprecation: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findOwnImage(call, world),
  run(call, world): DisableImageDeprecationResult {
    delete findOwnImage(call, world).image.DeprecationTime
    return { Return: true }
  },
}
