import type { Image, Tag } from '@aws-sdk/client-ec2'
import { IMAGE_STATES, type ImageFacts, type ImageState, REASON_KEPT } from '../../domain/image.ts'
import { scanOf } from './scan-results.ts'

export const imageStateOf = (state: string | undefined): ImageState =>
  IMAGE_STATES.find(one => one === state) ?? 'invalid'

export const tagsOf = (tags: readonly Tag[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))

export const timeMs = (text: string | undefined): number | undefined => {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? undefined : ms
}

/** A property of an object; left out if EC2 does not give it. */
export const given = <K extends string, T>(key: K, value: T | undefined | ''): { [P in K]?: T } =>
  value === undefined || value === '' ? {} : ({ [key]: value } as { [P in K]: T })

/** EC2's description of an image in our words. EC2's words end here. */
export const factsOf = (image: Image): ImageFacts => ({
  state: imageStateOf(image.State),
  tags: tagsOf(image.Tags),
  snapshots: (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) =>
    Ebs?.SnapshotId
      ? [{ snapshotId: Ebs.SnapshotId, sizeGiB: Ebs.VolumeSize ?? 0, encrypted: Ebs.Encrypted ?? false }]
      : [],
  ),
  ...given('name', image.Name),
  ...given('description', image.Description),
  ...given('ownerId', image.OwnerId),
  ...given('ownerAlias', image.ImageOwnerAlias),
  ...given('architecture', image.Architecture),
  ...given('platform', image.PlatformDetails),
  ...given('rootDeviceType', image.RootDeviceType),
  ...given('public', image.Public),
  ...given('createdAtMs', timeMs(image.CreationDate)),
  ...given('lastLaunchedAtMs', timeMs(image.LastLaunchedTime)),
  ...given('deprecatedAtMs', timeMs(image.DeprecationTime)),
  ...given('deregistrationProtection', image.DeregistrationProtection),
  ...given('sourceInstanceId', image.SourceInstanceId),
  ...given('sourceImageId', image.SourceImageId),
  ...given('sourceImageRegion', image.SourceImageRegion),
  ...given('stateReason', image.StateReason?.Message?.slice(0, REASON_KEPT)),
  ...given('scan', scanOf(image.ScanResults)),
})
