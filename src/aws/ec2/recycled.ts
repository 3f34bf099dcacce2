import {
  DescribeSnapshotsCommand,
  type EC2Client,
  EC2ServiceException,
  ListImagesInRecycleBinCommand,
  ListSnapshotsInRecycleBinCommand,
  paginateListImagesInRecycleBin,
  paginateListSnapshotsInRecycleBin,
} from '@aws-sdk/client-ec2'
import type { HttpHandlerOptions } from '@smithy/types'
import type { ImageRef } from '../../domain/image.ts'
import type { Recycled, RecycledImage } from '../../ports.ts'

/**
 * Looks in the Recycle Bin for an image and its snapshots.
 *
 * @param snapshotIds the image's; if none is known, those are taken whose description names the image
 * @returns which snapshots are there, which are gone, and until when all of them are kept; undefined if the image is not in the Recycle
 * Bin
 * https://docs.aws.amazon.com/ebs/latest/userguide/recycle-bin-working-with-amis.html
 */
export const readRecycled = async (
  client: EC2Client,
  { imageId }: ImageRef,
  snapshotIds: readonly string[],
  options: HttpHandlerOptions,
): Promise<Recycled | undefined> => {
  const found = await orNone(client.send(new ListImagesInRecycleBinCommand({ ImageIds: [imageId] }), options))
  const image = found?.Images?.find(({ ImageId }) => ImageId === imageId)
  const imageUntilMs = image?.RecycleBinExitTime?.getTime()
  if (imageUntilMs === undefined) return undefined
  let untilMs = imageUntilMs
  const recycled: string[] = []
  const lostIds: string[] = []
  // One id that is not there makes EC2 refuse them all, and an image has few.
  for (const snapshotId of snapshotIds.length > 0 ? snapshotIds : await described(client, imageId, options)) {
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
  return { untilMs, snapshotIds: recycled, lostIds, ...(image?.Name && { name: image.Name }) }
}

/** Nobody looks through more. */
const LISTED_AT_MOST = 5_000

/**
 * The snapshots in the Recycle Bin that EC2 made for an image. CreateImage describes them with "… for ami-1", CopyImage with
 * "… for DestinationAmi ami-1 from SourceAmi ami-2 …"; those of a registered image say nothing.
 */
const described = async (
  client: EC2Client,
  imageId: string,
  options: HttpHandlerOptions,
): Promise<string[]> => {
  const isFor = new RegExp(`\\bfor (?:DestinationAmi )?${imageId}\\b`)
  const found: string[] = []
  let looked = 0
  for await (const { Snapshots = [] } of paginateListSnapshotsInRecycleBin(
    { client, pageSize: 1_000 },
    {},
    options,
  )) {
    for (const { SnapshotId, Description = '' } of Snapshots)
      if (SnapshotId && isFor.test(Description)) found.push(SnapshotId)
    looked += Snapshots.length
    if (looked >= LISTED_AT_MOST) break
  }
  return found
}

/** All images in the Recycle Bin. EC2 filters them by nothing but their ids. */
export const listRecycled = async (
  client: EC2Client,
  options: HttpHandlerOptions,
): Promise<RecycledImage[]> => {
  const found: RecycledImage[] = []
  for await (const { Images = [] } of paginateListImagesInRecycleBin(
    { client, pageSize: 1_000 },
    {},
    options,
  )) {
    found.push(
      ...Images.flatMap(({ ImageId, Name, Description, RecycleBinEnterTime, RecycleBinExitTime }) =>
        ImageId && RecycleBinExitTime
          ? {
              imageId: ImageId,
              untilMs: RecycleBinExitTime.getTime(),
              ...(Name && { name: Name }),
              ...(RecycleBinEnterTime && { enteredAtMs: RecycleBinEnterTime.getTime() }),
              ...(Description && { description: Description }),
            }
          : [],
      ),
    )
    if (found.length >= LISTED_AT_MOST) break
  }
  return found
}

/** EC2 returns an error for what is not in the Recycle Bin; here it is an answer. */
const orNone = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked
  } catch (error) {
    if (error instanceof EC2ServiceException && error.name.endsWith('.NotFound')) return undefined
    throw error
  }
}
