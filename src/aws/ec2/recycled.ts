import {
  DescribeSnapshotsCommand,
  type EC2Client,
  EC2ServiceException,
  ListImagesInRecycleBinCommand,
  ListSnapshotsInRecycleBinCommand,
} from '@aws-sdk/client-ec2'
import type { HttpHandlerOptions } from '@smithy/types'
import type { ImageRef } from '../../domain/image.ts'
import type { Recycled } from '../../ports.ts'

/**
 * Looks in the Recycle Bin for an image and its snapshots.
 *
 * @returns which snapshots are there, which are gone for good, and until when all that is there is kept; undefined where the
 * image is not in the Recycle Bin
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-working-with-amis.html
 */
export const readRecycled = async (
  client: EC2Client,
  { imageId }: ImageRef,
  snapshotIds: readonly string[],
  options: HttpHandlerOptions,
): Promise<Recycled | undefined> => {
  const found = await orNone(client.send(new ListImagesInRecycleBinCommand({ ImageIds: [imageId] }), options))
  const imageUntilMs = found?.Images?.find(image => image.ImageId === imageId)?.RecycleBinExitTime?.getTime()
  if (imageUntilMs === undefined) return undefined
  let untilMs = imageUntilMs
  const recycled: string[] = []
  const lostIds: string[] = []
  // One id that is not there makes EC2 refuse them all, and an image has few.
  for (const snapshotId of snapshotIds) {
    const listed = await orNone(
      client.send(new ListSnapshotsInRecycleBinCommand({ SnapshotIds: [snapshotId] }), options),
    )
    const kept = listed?.Snapshots?.find(({ SnapshotId }) => SnapshotId === snapshotId)
    if (kept) {
      recycled.push(snapshotId)
      // Another rule may keep it for a shorter time than the image.
      untilMs = Math.min(untilMs, kept.RecycleBinExitTime?.getTime() ?? untilMs)
    } else if (
      !(await orNone(client.send(new DescribeSnapshotsCommand({ SnapshotIds: [snapshotId] }), options)))
    )
      lostIds.push(snapshotId)
  }
  return { untilMs, snapshotIds: recycled, lostIds }
}

/** What is not in the Recycle Bin is an error to EC2, and an answer to us. */
const orNone = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked
  } catch (error) {
    if (error instanceof EC2ServiceException && error.name.endsWith('.NotFound')) return undefined
    throw error
  }
}
