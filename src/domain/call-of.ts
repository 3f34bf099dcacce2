import type { Change } from './change.ts'
import { KEEP_TAG } from './keep.ts'
import type { Request } from './request.ts'
import { NOBODY, sharedWith } from './sharing.ts'

/** The EC2 call that a request makes, and that its dry run makes. */
export const callOf = ({ action, image, options, share, unshare, retirement }: Request): Change => {
  switch (action) {
    case 'enable':
      return { call: 'EnableImage', image }
    case 'disable':
      return { call: 'DisableImage', image }
    case 'deregister':
      return { call: 'DeregisterImage', image, deleteSnapshots: options?.deleteSnapshots === true }
    case 'restore':
      return { call: 'RestoreImageFromRecycleBin', image }
    case 'share':
      return {
        call: 'ModifyImageAttribute',
        image,
        share: share ?? NOBODY,
      }
    case 'shareWith':
      // EC2 does not say that one call may do both.
      return {
        call: 'ModifyImageAttribute',
        image,
        ...(share && sharedWith(share) > 0 ? { share } : { unshare: unshare ?? NOBODY }),
      }
    case 'makePrivate':
      return { call: 'ModifyImageAttribute', image, unshare: unshare ?? NOBODY }
    case 'scan':
      return { call: 'StartOnDemandScan', image }
    case 'retire':
      return retirement?.deprecateAtMs === undefined
        ? { call: 'DisableImageDeprecation', image }
        : { call: 'EnableImageDeprecation', image, atMs: retirement.deprecateAtMs }
    case 'keep':
      return { call: 'CreateTags', image, tags: { [KEEP_TAG]: options?.keepUntil ?? '' } }
  }
}
