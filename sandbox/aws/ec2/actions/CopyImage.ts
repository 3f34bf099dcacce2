import type { CopyImageResult } from '@aws-sdk/client-ec2'
import {
  type Action,
  type Call,
  type Ec2World,
  findVisibleImage,
  refusePending,
  requireImageId,
  requireText,
} from '../action.ts'
import { addPendingImage, copyDisks, readTags, refuseTakenName, requireImageName } from '../new-image.ts'

const findSource = (call: Call, world: Ec2World) =>
  findVisibleImage(
    { ...call, region: requireText(call.query, 'SourceRegion') },
    world,
    requireImageId(call.query, 'SourceImageId'),
  )

/** KMS keys that EC2 rejects only while it copies: the call succeeds, and the image fails later. */
const isBadKey = (kmsKeyId: string | undefined): boolean => kmsKeyId?.includes('does-not-exist') ?? false

/** Called in the destination's region. */
export const CopyImage: Action = {
  validate(query) {
    requireText(query, 'SourceRegion')
    requireImageId(query, 'SourceImageId')
    requireImageName(query)
  },
  authorise: (call, world) => void findSource(call, world),
  run(call, world): CopyImageResult {
    const { query } = call
    const source = findSource(call, world)
    refusePending(source)
    const Name = requireText(query, 'Name')
    refuseTakenName(call, world, Name)
    const { ImageId: SourceImageId } = source.image
    const note = `[Copied ${SourceImageId} from ${source.region}] ${source.image.Name}`
    const stored = addPendingImage(call, world, {
      ...source.image,
      Name,
      Description: query.text('Description') ?? note,
      SourceImageId,
      SourceImageRegion: source.region,
      SourceInstanceId: undefined,
      StateReason: undefined,
      DeprecationTime: undefined,
      LastLaunchedTime: undefined,
      ImageOwnerAlias: undefined,
      DeregistrationProtection: 'disabled',
      Tags: [...(query.flag('CopyImageTags') ? (source.image.Tags ?? []) : []), ...readTags(query, 'image')],
      BlockDeviceMappings: copyDisks(call, world, source.image.BlockDeviceMappings ?? [], note),
    })
    const failure = isBadKey(query.text('KmsKeyId'))
      ? 'Given key ID is not accessible. You must have DescribeKey permissions on the default CMK'
      : undefined
    world.stateChanges.settle(stored, call.requestId, failure)
    return { ImageId: stored.image.ImageId }
  },
}
