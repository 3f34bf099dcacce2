import type { DisableImageBlockPublicAccessResult } from '@aws-sdk/client-ec2'
import { changeAccountSettings, refuseManaged } from '../account-settings.ts'
import type { Action } from '../action.ts'

export const DisableImageBlockPublicAccess: Action = {
  validate() {},
  run(call, world): DisableImageBlockPublicAccessResult {
    refuseManaged(world, call)
    changeAccountSettings(world.fleet, call, { blockPublicAccess: false })
    return { ImageBlockPublicAccessState: 'unblocked' }
  },
}
