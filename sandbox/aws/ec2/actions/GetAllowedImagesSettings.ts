import type { GetAllowedImagesSettingsResult } from '@aws-sdk/client-ec2'
import { allowedImagesOf } from '../account-settings.ts'
import type { Action } from '../action.ts'

/** Of the caller's account and region. */
export const GetAllowedImagesSettings: Action = {
  validate() {},
  run(call, world): GetAllowedImagesSettingsResult {
    const { state, criteria, managedBy } = allowedImagesOf(world, call)
    return { State: state, ImageCriteria: criteria, ManagedBy: managedBy }
  },
}
