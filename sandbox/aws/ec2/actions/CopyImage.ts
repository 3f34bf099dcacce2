import type { CopyImageResult } from '@aws-sdk/client-ec2'
import type { StoredKey } from '../../kms/stored-key.ts'
import {
  type Action,
  type Call,
  type Ec2World,
  findVisibleImage,
  refusePending,
  requireImageId,
  requireText,
} from '../action.ts'
import { canDecrypt, keyOf, readNewKey, validateEncryption } from '../encryption.ts'
import type { StoredSnapshot } from '../fleet.ts'
import { addPendingImage, copyDisks, readTags, refuseTakenName, requireImageName } from '../new-image.ts'
import { refuseUnreadable } from '../sharing.ts'

const findSource = (call: Call, world: Ec2World) =>
  findVisibleImage(
    { ...call, region: requireText(call.query, 'SourceRegion') },
    world,
    requireImageId(call.query, 'SourceImageId'),
  )

/** The error of a key that can't be used: the call succeeds, and the image fails later. */
const NO_KEY = 'Given key ID is not accessible. You must have DescribeKey permissions on the default CMK'

/** Called in the destination's region. */
export const CopyImage: Action = {
  validate(query) {
    requireText(query, 'SourceRegion')
    requireImageId(query, 'SourceImageId')
    requireImageName(query)
    validateEncryption(query)
  },
  authorise: (call, world) => void findSource(call, world),
  run(call, world): CopyImageResult {
    const { query } = call
    const source = findSource(call, world)
    refusePending(source)
    refuseUnreadable(source, call, world)
    const Name = requireText(query, 'Name')
    refuseTakenName(call, world, Name)
    const { ImageId: SourceImageId } = source.image
    const note = `[Copied ${SourceImageId} from ${source.region}] ${source.image.Name}`
    // A copy of what is encrypted is encrypted too; with which key is not taken over from the source.
    const newKey = readNewKey(call, world)
    const sourceKeys: (StoredKey | undefined)[] = []
    const chooseKey = (snapshot: StoredSnapshot | undefined) => {
      const key = snapshot && keyOf(world.fleet, snapshot)
      sourceKeys.push(key)
      return key || snapshot?.snapshot.Encrypted || query.flag('Encrypted') ? newKey : undefined
    }
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
      BlockDeviceMappings: copyDisks(call, world, source.image.BlockDeviceMappings ?? [], note, chooseKey),
    })
    const isReadable = newKey !== undefined && sourceKeys.every(key => canDecrypt(key, call))
    const failure = isReadable ? undefined : NO_KEY
    world.stateChanges.settle(stored, call.requestId, failure)
    return { ImageId: stored.image.ImageId }
  },
}
