import type { Caller } from '../caller.ts'
import type { Needed } from '../iam/authorise.ts'
import { partitionOf } from '../regions.ts'
import type { Fleet } from './fleet.ts'
import type { Query } from './query.ts'

type ResourcesOf = (query: Query, caller: Caller) => string[]

const arnOf = ({ region }: Pick<Caller, 'region'>, kind: string, id: string): string =>
  `arn:${partitionOf(region)}:ec2:${region}::${kind}/${id}`

const image: ResourcesOf = (query, caller) => [arnOf(caller, 'image', query.text('ImageId') ?? '')]
const snapshot: ResourcesOf = (query, caller) => [arnOf(caller, 'snapshot', query.text('SnapshotId') ?? '')]

const KINDS: Readonly<Record<string, string>> = { ami: 'image', snap: 'snapshot' }

/** The ARNs of tagged resources: only those of images and snapshots have no account. */
const tagged: ResourcesOf = (query, caller) =>
  query.list('ResourceId').map(id => arnOf(caller, KINDS[id.split('-')[0] ?? ''] ?? 'other', id))

/** A copy is made of one image, maybe elsewhere, and its snapshots. */
const copied: ResourcesOf = (query, caller) => [
  arnOf({ region: query.text('SourceRegion') ?? caller.region }, 'image', query.text('SourceImageId') ?? ''),
  arnOf(caller, 'image', '*'),
  arnOf(caller, 'snapshot', '*'),
]

/**
 * The resources on which an action has to be allowed; an action that is not listed is allowed on none in particular.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
const RESOURCES: Readonly<Record<string, ResourcesOf>> = {
  CopyImage: copied,
  CreateImage: (query, caller) => [
    `arn:${partitionOf(caller.region)}:ec2:${caller.region}:${caller.account}:instance/${query.text('InstanceId')}`,
    arnOf(caller, 'image', '*'),
    arnOf(caller, 'snapshot', '*'),
  ],
  CreateTags: tagged,
  DeregisterImage: image,
  DescribeImageAttribute: image,
  DescribeSnapshotAttribute: snapshot,
  DisableImage: image,
  DisableImageDeprecation: image,
  DisableImageDeregistrationProtection: image,
  EnableImage: image,
  EnableImageDeprecation: image,
  EnableImageDeregistrationProtection: image,
  GetImageAncestry: image,
  ModifyImageAttribute: image,
  ModifySnapshotAttribute: snapshot,
  RegisterImage: (_query, caller) => [arnOf(caller, 'image', '*')],
  RestoreImageFromRecycleBin: image,
  RestoreSnapshotFromRecycleBin: snapshot,
}

const tagsOf = (query: Query): Record<string, string | readonly string[] | undefined> => {
  const tags = query.structures('Tag').map(tag => [tag.text('Key') ?? '', tag.text('Value') ?? ''] as const)
  if (tags.length === 0) return {}
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': tags.map(([key]) => key),
  }
}

/** The condition keys of the image or snapshot that an ARN names. */
const describe = (resource: string, caller: Caller, fleet: Fleet): Record<string, string | undefined> => {
  const id = resource.split('/').pop()
  const isOf = ({ region }: { region: string }) => region === caller.region
  const found =
    fleet.images.find(stored => stored.image.ImageId === id && isOf(stored)) ??
    fleet.snapshots.find(stored => stored.snapshot.SnapshotId === id && isOf(stored))
  if (!found) return {}
  const tags = ('image' in found ? found.image.Tags : found.snapshot.Tags) ?? []
  return {
    'aws:ResourceAccount': found.account,
    'ec2:Owner': found.account,
    ...('image' in found && { 'ec2:ImageID': id, 'ec2:Public': String(found.image.Public ?? false) }),
    ...Object.fromEntries(
      tags.flatMap(({ Key, Value }) => [
        [`aws:ResourceTag/${Key}`, Value],
        [`ec2:ResourceTag/${Key}`, Value],
      ]),
    ),
  }
}

/** What a call needs to be allowed. */
export const permissionsOf = (action: string, query: Query, caller: Caller, fleet: Fleet): Needed[] =>
  (RESOURCES[action]?.(query, caller) ?? ['*']).map(resource => ({
    action: `ec2:${action}`,
    resource,
    context: { 'ec2:Region': caller.region, ...describe(resource, caller, fleet), ...tagsOf(query) },
  }))

/** What EC2 needs for each snapshot that it is to delete with an image. */
export const deletionOf = (snapshotId: string, caller: Caller, fleet: Fleet): Needed => {
  const resource = arnOf(caller, 'snapshot', snapshotId)
  return {
    action: 'ec2:DeleteSnapshot',
    resource,
    context: { 'ec2:Region': caller.region, ...describe(resource, caller, fleet) },
  }
}
