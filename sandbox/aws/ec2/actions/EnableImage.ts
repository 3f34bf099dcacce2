import type { EnableImageResult } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage, refusePending } from '../action.ts'
import { validateImageId } from '../validations/image-id.ts'

/** Launch permissions that DisableImage took do not come back. */
export const EnableImage: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findOwnImage(call, world),
  run(call, world): EnableImageResult {
    const stored = findOwnImage(call, world)
    refusePending(stored)
    // Undocumented for an image that is available: here it succeeds, and emits no event.
    if (stored.image.State === 'disabled') {
      stored.image.State = 'available'
      world.stateChanges.announce(stored, 'available', call.requestId)
    }
    return { Return: true }
  },
}
