import type { DisableImageResult } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage, refusePending } from '../action.ts'
import { setLaunchPermissions } from '../fleet.ts'
import { validateImageId } from '../validations/image-id.ts'

/** Removes every launch permission for good: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/disable-an-ami.html */
export const DisableImage: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findOwnImage(call, world),
  run(call, world): DisableImageResult {
    const stored = findOwnImage(call, world)
    refusePending(stored)
    // Undocumented for an image that is disabled: here it succeeds, and emits no event.
    if (stored.image.State !== 'disabled') {
      stored.image.State = 'disabled'
      setLaunchPermissions(stored, [])
      world.stateChanges.announce(stored, 'disabled', call.requestId)
    }
    return { Return: true }
  },
}
