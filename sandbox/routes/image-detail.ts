import { keyOf } from '../aws/ec2/encryption.ts'
import { type Fleet, type StoredImage, snapshotIdsOf } from '../aws/ec2/fleet.ts'
import { readImageUses } from './image-uses.ts'

/** An image with everything that belongs to it, in every account: more than any single caller of EC2 sees. */
export const describeImage = (fleet: Fleet, stored: StoredImage) => {
  const snapshotIds = new Set(snapshotIdsOf(stored))
  return {
    account: stored.account,
    region: stored.region,
    image: stored.image,
    launchPermissions: stored.launchPermissions,
    recycled: stored.recycled ?? null,
    protectedUntilMs: stored.protectedUntilMs ?? null,
    snapshots: fleet.snapshots
      .filter(({ snapshot }) => snapshotIds.has(snapshot.SnapshotId))
      .map(one => ({ ...one.snapshot, keyAlias: keyOf(fleet, one)?.alias })),
    uses: readImageUses(fleet).get(stored.image.ImageId) ?? [],
  }
}
