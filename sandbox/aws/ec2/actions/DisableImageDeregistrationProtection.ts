import type { DisableImageDeregistrationProtectionResult } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage } from '../action.ts'
import { validateImageId } from '../validations/image-id.ts'

const COOLDOWN_MS = 86_400_000

/** With a cooldown, the image stays protected for another day. */
export const DisableImageDeregistrationProtection: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findOwnImage(call, world),
  run(call, world): DisableImageDeregistrationProtectionResult {
    const stored = findOwnImage(call, world)
    const nowMs = world.clock.nowMs()
    if (stored.image.DeregistrationProtection === 'enabled-with-cooldown') {
      stored.protectedUntilMs = nowMs + COOLDOWN_MS
      stored.image.DeregistrationProtection = `disabled after ${new Date(stored.protectedUntilMs).toISOString()}`
    } else {
      stored.image.DeregistrationProtection = 'disabled'
    }
    return { Return: stored.image.DeregistrationProtection }
  },
}
