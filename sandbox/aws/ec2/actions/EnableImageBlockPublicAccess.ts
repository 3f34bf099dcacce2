import type { EnableImageBlockPublicAccessResult } from '@aws-sdk/client-ec2'
import { changeAccountSettings, refuseManaged } from '../account-settings.ts'
import { type Action, requireText } from '../action.ts'
import { invalidValue } from '../errors.ts'

/** Images that are public already stay so. */
export const EnableImageBlockPublicAccess: Action = {
  validate(query) {
    const state = requireText(query, 'ImageBlockPublicAccessState')
    if (state !== 'block-new-sharing') throw invalidValue('ImageBlockPublicAccessState', state)
  },
  run(call, world): EnableImageBlockPublicAccessResult {
    refuseManaged(world, call)
    changeAccountSettings(world.fleet, call, { blockPublicAccess: true })
    return { ImageBlockPublicAccessState: 'block-new-sharing' }
  },
}
