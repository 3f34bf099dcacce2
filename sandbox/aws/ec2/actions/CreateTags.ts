import type { Tag } from '@aws-sdk/client-ec2'
import { type Action, type Call, type Ec2World, findOwnImage, requireText } from '../action.ts'
import { Ec2Error, missingParameter } from '../errors.ts'
import { createQuery } from '../query.ts'

const TAGS_AT_MOST = 50

/** The tags of an image or a snapshot of the caller's own, to be changed in place. */
const findTags = (call: Call, world: Ec2World, resourceId: string): Tag[] => {
  if (resourceId.startsWith('ami-')) {
    const query = createQuery(new URLSearchParams({ ImageId: resourceId }))
    const { image } = findOwnImage({ ...call, query }, world)
    image.Tags ??= []
    return image.Tags
  }
  const found = world.fleet.snapshots.find(
    stored =>
      stored.snapshot.SnapshotId === resourceId &&
      stored.account === call.account &&
      stored.region === call.region,
  )
  if (!found) throw new Ec2Error('InvalidID', `The ID '${resourceId}' is not valid`)
  found.snapshot.Tags ??= []
  return found.snapshot.Tags
}

/** Of images and snapshots. */
export const CreateTags: Action = {
  validate(query) {
    if (query.list('ResourceId').length === 0) throw missingParameter('resourceIdSet')
    const tags = query.structures('Tag')
    if (tags.length === 0) throw missingParameter('tagSet')
    for (const tag of tags) {
      if (!requireText(tag, 'Key').startsWith('aws:')) continue
      throw new Ec2Error(
        'InvalidParameterValue',
        'Tag keys starting with "aws:" are reserved for internal use',
      )
    }
  },
  authorise: (call, world) => {
    for (const resourceId of call.query.list('ResourceId')) findTags(call, world, resourceId)
  },
  run(call, world) {
    const added = call.query
      .structures('Tag')
      .map(tag => ({ Key: tag.text('Key') ?? '', Value: tag.text('Value') ?? '' }))
    for (const resourceId of call.query.list('ResourceId')) {
      const tags = findTags(call, world, resourceId)
      const changed = new Map([...tags, ...added].map(tag => [tag.Key, tag]))
      if (changed.size > TAGS_AT_MOST) {
        throw new Ec2Error('TagLimitExceeded', 'The maximum number of tags for a resource has been reached.')
      }
      tags.splice(0, tags.length, ...changed.values())
    }
    return { Return: true }
  },
}
