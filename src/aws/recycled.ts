import {
  type EC2Client,
  ListImagesInRecycleBinCommand,
  ListSnapshotsInRecycleBinCommand,
} from '@aws-sdk/client-ec2'
import type { ImageRef } from '../domain/image.ts'
import type { Recycled } from '../ports.ts'

/**
 * Until when the Recycle Bin keeps an image, and which of its snapshots it keeps too.
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-working-with-amis.html
 */
export const readRecycled = async (
  client: EC2Client,
  { imageId }: ImageRef,
  snapshotIds: readonly string[],
): Promise<Recycled | undefined> => {
  const { Images = [] } = await client.send(new ListImagesInRecycleBinCommand({ ImageIds: [imageId] }))
  const untilMs = Images.find(image => image.ImageId === imageId)?.RecycleBinExitTime?.getTime()
  if (untilMs === undefined) return undefined
  const { Snapshots = [] } =
    snapshotIds.length === 0
      ? {}
      : await client.send(new ListSnapshotsInRecycleBinCommand({ SnapshotIds: [...snapshotIds] }))
  return { untilMs, snapshotIds: Snapshots.flatMap(({ SnapshotId }) => SnapshotId ?? []) }
}
