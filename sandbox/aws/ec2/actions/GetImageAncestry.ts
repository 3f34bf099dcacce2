import type { GetImageAncestryResult, ImageAncestryEntry } from '@aws-sdk/client-ec2'
import { partitionOf } from '../../regions.ts'
import { type Action, type Ec2World, findVisibleImage, requireImageId } from '../action.ts'
import { isSeenBy } from '../allowed-images.ts'
import type { StoredImage } from '../fleet.ts'
import { validateImageId } from '../validations/image-id.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-ancestry.html */
const ENTRIES_AT_MOST = 50

const toEntry = ({ image }: StoredImage): ImageAncestryEntry => ({
  CreationDate: new Date(image.CreationDate ?? 0),
  ImageId: image.ImageId,
  ImageOwnerAlias: image.ImageOwnerAlias,
  SourceImageId: image.SourceImageId,
  SourceImageRegion: image.SourceImageRegion,
})

/** The image that an image was made of, gone or not, as far as the caller's account sees it. */
const findParent = (
  { image, region }: StoredImage,
  account: string,
  world: Ec2World,
): StoredImage | undefined => {
  const { SourceImageId, SourceImageRegion = region, ImageOwnerAlias } = image
  if (ImageOwnerAlias === 'amazon' || ImageOwnerAlias === 'aws-marketplace') return undefined
  if (partitionOf(SourceImageRegion) !== partitionOf(region)) return undefined
  return world.fleet.images.find(
    other =>
      other.image.ImageId === SourceImageId &&
      other.region === SourceImageRegion &&
      isSeenBy(other, account, world),
  )
}

/** From the image up to its root, itself included. */
export const GetImageAncestry: Action = {
  validate: validateImageId,
  authorise: (call, world) => void findVisibleImage(call, world, requireImageId(call.query)),
  run(call, world): GetImageAncestryResult {
    const entries: ImageAncestryEntry[] = []
    let next: StoredImage | undefined = findVisibleImage(call, world, requireImageId(call.query))
    while (next && entries.length < ENTRIES_AT_MOST) {
      entries.push(toEntry(next))
      next = findParent(next, call.account, world)
    }
    return { ImageAncestryEntries: entries }
  },
}
