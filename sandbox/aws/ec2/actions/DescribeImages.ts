import type { DescribeImagesResult, Image } from '@aws-sdk/client-ec2'
import { allowedImagesOf } from '../account-settings.ts'
import type { Action, Call, Ec2World } from '../action.ts'
import { isAllowed, isSeenBy } from '../allowed-images.ts'
import { notFound } from '../errors.ts'
import { fitsFilters, parseFilters, readTagFilter } from '../filters.ts'
import { isPresent, protectionOf, type StoredImage } from '../fleet.ts'
import { readPage } from '../pages.ts'
import { scanResultsOf } from '../scan.ts'
import { validateDescribeImages } from '../validations/DescribeImages.ts'

const readFilter = ({ image }: StoredImage, name: string): string[] | undefined => {
  const blockDevices = (image.BlockDeviceMappings ?? []).flatMap(mapping => mapping.Ebs ?? [])
  const values: Record<string, (string | boolean | number | undefined)[]> = {
    architecture: [image.Architecture],
    'block-device-mapping.snapshot-id': blockDevices.map(ebs => ebs.SnapshotId),
    'block-device-mapping.volume-size': blockDevices.map(ebs => ebs.VolumeSize),
    'block-device-mapping.volume-type': blockDevices.map(ebs => ebs.VolumeType),
    'block-device-mapping.encrypted': blockDevices.map(ebs => ebs.Encrypted),
    'creation-date': [image.CreationDate],
    description: [image.Description],
    'ena-support': [image.EnaSupport],
    hypervisor: [image.Hypervisor],
    'image-id': [image.ImageId],
    'image-type': [image.ImageType],
    'is-public': [image.Public ?? false],
    name: [image.Name],
    'owner-alias': [image.ImageOwnerAlias],
    'owner-id': [image.OwnerId],
    platform: [image.Platform],
    'root-device-type': [image.RootDeviceType],
    'source-image-id': [image.SourceImageId],
    'source-image-region': [image.SourceImageRegion],
    'source-instance-id': [image.SourceInstanceId],
    state: [image.State],
    'virtualization-type': [image.VirtualizationType],
  }
  return (
    values[name]?.flatMap(value => (value === undefined ? [] : String(value))) ??
    readTagFilter(name, image.Tags)
  )
}

/** What only the owner is shown, and what the account's Allowed AMIs say, unless they are off. */
const asSeenBy = (stored: StoredImage, call: Call, world: Ec2World): Image => {
  const own: Image = {
    ...stored.image,
    DeregistrationProtection: protectionOf(stored, world.clock.nowMs()),
    ...(stored.scan && { ScanResults: scanResultsOf(stored.scan) }),
    ...(allowedImagesOf(world, call).state !== 'disabled' && {
      ImageAllowed: isAllowed(stored, call, world),
    }),
  }
  if (stored.account === call.account) return own
  const { LastLaunchedTime, Tags, ...others } = own
  return others
}

const isLingering = (stored: StoredImage, world: Ec2World): boolean => {
  const leftAtMs = stored.goneAtMs ?? stored.recycled?.enteredAtMs
  return leftAtMs !== undefined && world.clock.nowMs() - leftAtMs < world.lingerMs
}

const isOwnedBy = (stored: StoredImage, owners: readonly string[], account: string): boolean =>
  owners.some(owner =>
    owner === 'self'
      ? stored.account === account
      : owner === stored.account || owner === stored.image.ImageOwnerAlias,
  )

const isExecutableBy = (stored: StoredImage, users: readonly string[], account: string): boolean =>
  users.some(user =>
    user === 'all'
      ? stored.image.Public === true
      : stored.launchPermissions.some(permission => permission.UserId === (user === 'self' ? account : user)),
  )

/** Deprecated images stay visible to their owner, and to everybody by their id. */
const isHiddenAsDeprecated = (stored: StoredImage, call: Call, world: Ec2World): boolean => {
  const deprecatedAt = stored.image.DeprecationTime
  return (
    deprecatedAt !== undefined &&
    Date.parse(deprecatedAt) <= world.clock.nowMs() &&
    stored.account !== call.account &&
    !call.query.flag('IncludeDeprecated')
  )
}

const refuseUnknown = (imageIds: readonly string[], visible: readonly StoredImage[]): void => {
  const known = new Set(imageIds.length > 0 ? visible.map(({ image }) => image.ImageId) : [])
  const unknown = imageIds.filter(imageId => !known.has(imageId))
  if (unknown.length > 0) throw notFound(unknown)
}

export const DescribeImages: Action = {
  validate: validateDescribeImages,
  run(call, world): DescribeImagesResult {
    const { query } = call
    const imageIds = query.list('ImageId')
    const owners = query.list('Owner')
    const users = query.list('ExecutableBy')
    const filters = parseFilters(query)
    const visible = world.views
      .images()
      .filter(
        stored =>
          stored.region === call.region &&
          (isPresent(stored) || isLingering(stored, world)) &&
          isSeenBy(stored, call.account, world),
      )
    refuseUnknown(imageIds, visible)
    const shown = visible.filter(
      stored =>
        (imageIds.length === 0 || imageIds.includes(stored.image.ImageId)) &&
        (stored.image.State !== 'disabled' || query.flag('IncludeDisabled')) &&
        (imageIds.length > 0 || !isHiddenAsDeprecated(stored, call, world)) &&
        (owners.length === 0 || isOwnedBy(stored, owners, call.account)) &&
        (users.length === 0 || isExecutableBy(stored, users, call.account)) &&
        fitsFilters(filters, name =>
          name === 'image-allowed' ? [String(isAllowed(stored, call, world))] : readFilter(stored, name),
        ),
    )
    const { items, NextToken } = readPage(shown, query)
    return {
      Images: items.map(stored => asSeenBy(stored, call, world)),
      ...(NextToken && { NextToken }),
    }
  },
}
