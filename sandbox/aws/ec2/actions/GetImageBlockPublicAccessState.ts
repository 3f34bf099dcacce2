import type { GetImageBlockPublicAccessStateResult } from '@aws-sdk/client-ec2'
import { publicAccessOf } from '../account-settings.ts'
import type { Action } from '../action.ts'

/** Of the caller's account and region. */
export const GetImageBlockPublicAccessState: Action = {
  validate() {},
  run(call, world): GetImageBlockPublicAccessStateResult {
    const { isBlocked, managedBy } = publicAccessOf(world, call)
    return {
      ImageBlockPublicAccessState: isBlocked ? 'block-new-sharing' : 'unblocked',
      ManagedBy: managedBy,
    }
  },
}
