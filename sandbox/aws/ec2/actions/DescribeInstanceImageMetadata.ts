import type { DescribeInstanceImageMetadataResult, ImageMetadata } from '@aws-sdk/client-ec2'
import type { Action, Call, Ec2World } from '../action.ts'
import { isAllowed } from '../allowed-images.ts'
import { Ec2Error, invalidValue } from '../errors.ts'
import { fitsFilters, parseFilters, readTagFilter } from '../filters.ts'
import { isPresent, type StoredImage, type StoredInstance } from '../fleet.ts'
import { readPage, validatePage } from '../pages.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceImageMetadata.html */
const PAGE = { least: 5, most: 1_000 }

/** An image as it is shown for the instances that were launched from it, also when it is gone or no longer shared. */
const describeImage = (stored: StoredImage, call: Call, world: Ec2World): ImageMetadata => {
  const { ImageId, Name, OwnerId, State, ImageOwnerAlias, CreationDate, DeprecationTime, Public } =
    stored.image
  return {
    ImageId,
    Name,
    OwnerId,
    State: isPresent(stored) ? State : 'deregistered',
    ImageOwnerAlias,
    CreationDate,
    DeprecationTime,
    ImageAllowed: isAllowed(stored, call, world),
    IsPublic: Public ?? false,
  }
}

const readFilter = (
  { instance, account }: StoredInstance,
  image: ImageMetadata | undefined,
  name: string,
): string[] | undefined => {
  const values: Record<string, (string | undefined)[]> = {
    'availability-zone': [instance.Placement?.AvailabilityZone],
    'image-allowed': [String(image?.ImageAllowed ?? false)],
    'instance-id': [instance.InstanceId],
    'instance-state-name': [instance.State?.Name],
    'instance-type': [instance.InstanceType],
    'launch-time': [instance.LaunchTime?.toISOString()],
    'owner-alias': [image?.ImageOwnerAlias],
    'owner-id': [account],
    'zone-id': [],
  }
  return values[name]?.flatMap(value => value ?? []) ?? readTagFilter(name, instance.Tags)
}

export const DescribeInstanceImageMetadata: Action = {
  validate(query) {
    parseFilters(query)
    validatePage(query, PAGE.most)
    const asked = query.text('MaxResults')
    if (asked !== undefined && Number(asked) < PAGE.least)
      throw invalidValue('MaxResults', asked, `Expecting a value between ${PAGE.least} and ${PAGE.most}.`)
  },
  run(call, world): DescribeInstanceImageMetadataResult {
    const instanceIds = call.query.list('InstanceId')
    const filters = parseFilters(call.query)
    const own = world.fleet.instances.filter(
      stored => stored.account === call.account && stored.region === call.region,
    )
    const unknown = instanceIds.filter(id => !own.some(({ instance }) => instance.InstanceId === id))
    if (unknown.length > 0)
      throw new Ec2Error(
        'InvalidInstanceID.NotFound',
        `The instance ID '${unknown.join(', ')}' does not exist`,
      )
    const used = new Set(own.map(({ instance }) => instance.ImageId))
    const images = new Map(
      world.fleet.images
        .filter(({ region, image }) => region === call.region && used.has(image.ImageId))
        .map(stored => [stored.image.ImageId, describeImage(stored, call, world)]),
    )
    const shown = own.flatMap(stored => {
      const ImageMetadata = images.get(stored.instance.ImageId)
      const isAsked = instanceIds.length === 0 || instanceIds.includes(stored.instance.InstanceId)
      const isShown = isAsked && fitsFilters(filters, name => readFilter(stored, ImageMetadata, name))
      return isShown ? [{ stored, ImageMetadata }] : []
    })
    const { items, NextToken } = readPage(shown, call.query, PAGE.most)
    return {
      InstanceImageMetadata: items.map(({ stored: { instance, account }, ImageMetadata }) => ({
        InstanceId: instance.InstanceId,
        InstanceType: instance.InstanceType,
        LaunchTime: instance.LaunchTime,
        AvailabilityZone: instance.Placement?.AvailabilityZone,
        State: instance.State,
        OwnerId: account,
        Tags: instance.Tags,
        ImageMetadata,
      })),
      ...(NextToken !== undefined && { NextToken }),
    }
  },
}
