import {
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  DescribeSnapshotAttributeCommand,
  type EC2Client,
  EC2ServiceException,
  GetImageBlockPublicAccessStateCommand,
  type Image,
  paginateDescribeImages,
} from '@aws-sdk/client-ec2'
import type { HttpHandlerOptions } from '@smithy/types'
import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import type { Images } from '../../ports.ts'
import { type ChangeNeeds, createChange, openImageSession } from './change.ts'
import type { Ec2Clients } from './ec2-clients.ts'
import { factsOf } from './image-facts.ts'
import { listRecycled, readRecycled } from './recycled.ts'
import { sharingOf } from './sharing.ts'

/** A filter takes at most this many values. */
const FILTER_VALUES = 200
const PAGE = 1000
/** One look, all retries included: the caller has other regions to look at. */
const LOOK_AT_MOST_MS = 10_000
/** A list that a filter leaves, all pages and retries included: a person waits for many of them. */
const LIST_AT_MOST_MS = 20_000

/** EC2 as the flows need it. Looks are retried, changes never: a second try could act twice. */
export const createImages = (
  { forReading, forSession }: Ec2Clients,
  changing: Omit<ChangeNeeds, 'forSession'>,
): Images => {
  const describe = async (account: string, region: string, imageIds: readonly string[]) => {
    if (imageIds.length === 0) return new Map<string, ImageFacts>()
    const client = await forReading(account, region)
    const images = await describeAll(client, imageIds, { abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS) })
    return new Map(images.filter(isOf(account)).map(image => [image.ImageId ?? '', factsOf(image)]))
  }

  const change = createChange({ forSession, ...changing })

  /** The account's own images that fit a filter. @param most where more are found, the others are left out */
  const listOwn = async (
    account: string,
    region: string,
    filter: string,
    values: readonly string[],
    most = Number.POSITIVE_INFINITY,
  ) => {
    const client = await forReading(account, region)
    const own = { Owners: ['self'], IncludeDisabled: true, IncludeDeprecated: true }
    const found: Image[] = []
    // EC2 filters page by page: one may be empty, and the next one not.
    const pages = paginateDescribeImages(
      { client, pageSize: PAGE },
      { ...own, Filters: [{ Name: filter, Values: [...values] }] },
      { abortSignal: AbortSignal.timeout(LIST_AT_MOST_MS) },
    )
    for await (const { Images = [] } of pages) {
      found.push(...Images)
      if (found.length >= most) break
    }
    return found.filter(isOf(account)).flatMap(image => withRef(account, region, image))
  }

  return {
    describe,
    search: (account, region, pattern, by = 'name') => listOwn(account, region, by, [pattern], PAGE),
    madeFrom: (account, region, imageIds) => listOwn(account, region, 'source-image-id', imageIds),
    recycleBin: async (account, region) =>
      listRecycled(await forReading(account, region), { abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS) }),
    async listPage(account, region, from) {
      const client = await forReading(account, region)
      const { Images = [], NextToken } = await client.send(
        new DescribeImagesCommand({
          Owners: ['self'],
          IncludeDisabled: true,
          IncludeDeprecated: true,
          MaxResults: PAGE,
          ...(from !== undefined && { NextToken: from }),
        }),
      )
      return {
        images: Images.filter(isOf(account)).flatMap(image => withRef(account, region, image)),
        ...(NextToken && { next: NextToken }),
      }
    },
    async beginSession(session) {
      await openImageSession(changing.openSession, session)
    },
    rehearse: (wanted, session) => change(wanted, session, true),
    change: (wanted, session) => change(wanted, session, false),
    async sharing({ account, region, imageId }) {
      const client = await forReading(account, region)
      const { LaunchPermissions = [] } = await client.send(
        new DescribeImageAttributeCommand({ ImageId: imageId, Attribute: 'launchPermission' }),
      )
      return sharingOf(LaunchPermissions)
    },
    async publicAccess(account, region) {
      const client = await forReading(account, region)
      const { ImageBlockPublicAccessState } = await client.send(
        new GetImageBlockPublicAccessStateCommand({}),
        {
          abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS),
        },
      )
      return ImageBlockPublicAccessState === 'unblocked' ? 'allowed' : 'blocked'
    },
    async snapshotSharing({ account, region }, SnapshotId) {
      const client = await forReading(account, region)
      const { CreateVolumePermissions = [] } = await client.send(
        new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' }),
      )
      return CreateVolumePermissions.flatMap(({ UserId }) => UserId ?? [])
    },
    recycled: async (image, snapshotIds) =>
      readRecycled(await forReading(image.account, image.region), image, snapshotIds, {
        abortSignal: AbortSignal.timeout(LOOK_AT_MOST_MS),
      }),
  }
}

/** The credentials may belong to another account than the one that is asked about: only images that it owns count. */
const isOf =
  (account: string) =>
  ({ OwnerId }: Image): boolean =>
    OwnerId === undefined || OwnerId === account

const withRef = (account: string, region: string, image: Image): { image: ImageRef; facts: ImageFacts }[] =>
  image.ImageId ? [{ image: { account, region, imageId: image.ImageId }, facts: factsOf(image) }] : []

/**
 * Asks by id, with one call for 1,000 images. One unknown id makes EC2 refuse them all; then it asks by filter, which leaves that one
 * out.
 */
const describeAll = async (
  client: EC2Client,
  imageIds: readonly string[],
  options: HttpHandlerOptions,
): Promise<Image[]> => {
  const all = { IncludeDisabled: true, IncludeDeprecated: true }
  try {
    const { Images = [] } = await client.send(
      new DescribeImagesCommand({ ...all, ImageIds: [...imageIds] }),
      options,
    )
    return Images
  } catch (error) {
    if (!(error instanceof EC2ServiceException) || !error.name.startsWith('InvalidAMIID')) throw error
    if (imageIds.length === 1) return []
  }
  const found: Image[] = []
  for (let from = 0; from < imageIds.length; from += FILTER_VALUES) {
    const Filters = [{ Name: 'image-id', Values: imageIds.slice(from, from + FILTER_VALUES) }]
    const { Images = [] } = await client.send(new DescribeImagesCommand({ ...all, Filters }), options)
    found.push(...Images)
  }
  return found
}
