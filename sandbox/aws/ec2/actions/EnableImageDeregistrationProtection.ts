import type { EnableImageDeregistrationProtectionResult } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage } from '../action.ts'
import { validateImageId } from '../validations/image-id.ts'

export const EnableImageDeregistrationProtection: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findOwnImage(call, world),
  run(call, world): EnableImageDeregistrationProtectionResult {
    const stored = findOwnImage(call, world)
    const protection = call.query.flag('WithCooldown') ? 'enabled-with-cooldown' : 'enabled-without-cooldown'
    stored.image.DeregistrationProtection = protection
    delete stored.protectedUntilMs
    return { Return: protection }
  },
}
