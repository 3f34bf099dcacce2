import type { EnableImageDeprecationResult } from '@aws-sdk/client-ec2'
import { type Action, findOwnImage, requireImageId, requireText } from '../action.ts'
import { Ec2Error, invalidValue } from '../errors.ts'

const MINUTE_MS = 60_000
const YEAR_MS = 365 * 86_400_000

/** Not in the past, at most ten years ahead; the seconds are rounded to the minute. Emits no event. */
export const EnableImageDeprecation: Action = {
  validate(query) {
    requireImageId(query)
    const deprecateAt = requireText(query, 'DeprecateAt')
    if (Number.isNaN(Date.parse(deprecateAt))) throw invalidValue('DeprecateAt', deprecateAt)
  },
  authorise: (call, world) => void findOwnImage(call, world),
  run(call, world): EnableImageDeprecationResult {
    const stored = findOwnImage(call, world)
    const nowMs = world.clock.nowMs()
    const atMs = Math.round(Date.parse(requireText(call.query, 'DeprecateAt')) / MINUTE_MS) * MINUTE_MS
    if (atMs < nowMs - MINUTE_MS || atMs > nowMs + 10 * YEAR_MS) {
      throw new Ec2Error(
        'InvalidParameterValue',
        'The deprecation date must be in the future and at most 10 years from now.',
      )
    }
    if (stored.image.Public && atMs > Date.parse(stored.image.CreationDate ?? '') + 2 * YEAR_MS) {
      throw new Ec2Error(
        'InvalidParameterValue',
        'A public AMI can be deprecated at most 2 years after its creation date.',
      )
    }
    stored.image.DeprecationTime = new Date(atMs).toISOString()
    return { Return: true }
  },
}
