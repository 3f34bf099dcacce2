import type { ImageRecord } from '../../domain/record.ts'
import type { Request } from '../../domain/request.ts'
import {
  inBoth,
  NOBODY,
  type Sharing,
  sharedWith,
  withoutSharing,
  withSharing,
} from '../../domain/sharing.ts'
import type { Images } from '../../ports.ts'

/**
 * The part of a change of launch permissions that EC2 does not show yet: who still lacks access, and who still has it; the same for
 * snapshots, if they were to be changed.
 *
 * @param given who has access now
 */
export const readUndone = async (
  images: Pick<Images, 'snapshotSharing'>,
  { image, share = NOBODY, unshare = NOBODY, options, notShared = [] }: Request,
  { facts }: ImageRecord,
  given: Sharing,
): Promise<{ missing: Sharing; left: Sharing }> => {
  let missing = withoutSharing(share, given)
  let left = inBoth(unshare, given)
  if (!options?.shareSnapshots || sharedWith(missing) + sharedWith(left) > 0) return { missing, left }
  for (const { snapshotId } of facts?.snapshots ?? []) {
    // Whom EC2 refused is named already.
    if (notShared.some(one => one.snapshotId === snapshotId)) continue
    const accounts = await images.snapshotSharing(image, snapshotId)
    missing = withSharing(missing, {
      ...NOBODY,
      accounts: share.accounts.filter(id => !accounts.includes(id)),
    })
    left = withSharing(left, { ...NOBODY, accounts: unshare.accounts.filter(id => accounts.includes(id)) })
  }
  return { missing, left }
}
