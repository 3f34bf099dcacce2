import { type InstanceImageMetadata, paginateDescribeInstanceImageMetadata } from '@aws-sdk/client-ec2'
import type { Account } from '../../domain/config.ts'
import type { FleetUse, ImageInUse } from '../../domain/fleet-use.ts'
import type { Instances } from '../../ports.ts'
import type { Ec2Clients } from './ec2-clients.ts'
import { given, imageStateOf, tagsOf, timeMs } from './image-facts.ts'
import { countInstances } from './uses/count-instances.ts'
import { LIVING } from './uses/instances.ts'

const PAGE = 1000
/** A person waits for all places together. */
const LIST_AT_MOST_MS = 20_000
/** A line of a card is not waited for as long as a list. */
const COUNT_AT_MOST_MS = 5_000
/** Of many accounts, each for which a role has to be assumed first. */
const COUNT_MORE_MS = 50

/**
 * Instances with their images, by the one call that also answers for images that are deregistered, no longer shared or not
 * allowed. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceImageMetadata.html
 */
export const createInstances = (
  { forReading }: Pick<Ec2Clients, 'forReading'>,
  accounts: readonly Account[],
): Instances => ({
  running: (image, silent) =>
    countInstances(
      image,
      accounts,
      { forReading },
      { abortSignal: AbortSignal.timeout(COUNT_AT_MOST_MS + accounts.length * COUNT_MORE_MS) },
      silent,
    ),
  async list(account, region) {
    const client = await forReading(account, region)
    const uses: FleetUse[] = []
    const pages = paginateDescribeInstanceImageMetadata(
      { client, pageSize: PAGE },
      { Filters: [{ Name: 'instance-state-name', Values: LIVING }] },
      { abortSignal: AbortSignal.timeout(LIST_AT_MOST_MS) },
    )
    for await (const { InstanceImageMetadata = [] } of pages)
      for (const instance of InstanceImageMetadata) {
        if (instance.OwnerId !== undefined && instance.OwnerId !== account)
          throw new Error(`Expected instances of account ${account}, got those of ${instance.OwnerId}.`)
        uses.push(useOf(account, region, instance))
      }
    return uses
  },
})

const useOf = (account: string, region: string, instance: InstanceImageMetadata): FleetUse => {
  const tags = tagsOf(instance.Tags)
  return {
    account,
    region,
    instanceId: instance.InstanceId ?? '',
    state: instance.State?.Name ?? 'unknown',
    tags,
    image: imageOf(instance.ImageMetadata),
    ...given('name', tags.Name),
    ...given('launchedAtMs', instance.LaunchTime?.getTime()),
  }
}

const imageOf = (image: InstanceImageMetadata['ImageMetadata']): ImageInUse => ({
  imageId: image?.ImageId ?? '',
  ...given('name', image?.Name),
  ...given('ownerId', image?.OwnerId),
  ...given('state', image?.State === undefined ? undefined : imageStateOf(image.State)),
  ...given('createdAtMs', timeMs(image?.CreationDate)),
  ...given('deprecatedAtMs', timeMs(image?.DeprecationTime)),
  ...given('isAllowed', image?.ImageAllowed),
})
