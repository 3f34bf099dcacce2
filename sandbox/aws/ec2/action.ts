import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import type { Caller } from '../caller.ts'
import type { Authorise } from '../iam/authorise.ts'
import { isSeenBy } from './allowed-images.ts'
import { Ec2Error, malformed, missingParameter, notFound } from './errors.ts'
import { type Fleet, isPresent, type StoredImage } from './fleet.ts'
import { isImageId } from './identifiers.ts'
import type { Query } from './query.ts'
import type { Ec2Settings } from './settings.ts'
import type { StateChanges } from './state-changes.ts'
import type { Views } from './views.ts'

/** One call, read but not yet judged. */
export interface Call extends Caller {
  query: Query
  requestId: string
}

/** What an action may use. */
export interface Ec2World {
  fleet: Fleet
  /** The fleet's images as calls that describe them may show them. */
  views: Views
  clock: Clock
  faults: Faults
  stateChanges: StateChanges
  /** How long DescribeImages still shows what was deregistered. */
  lingerMs: number
  settings: Readonly<Ec2Settings>
  authorise: Authorise
}

/** An EC2 action: what its parameters must be, and what it does. Both throw Ec2Error. */
export interface Action {
  validate(query: Query): void
  /** Whether the caller may do it: everything that a dry run looks at too. */
  authorise?(call: Call, world: Ec2World): void
  run(call: Call, world: Ec2World): object
}

export const requireText = (query: Query, name: string): string => {
  const value = query.text(name)
  if (!value) throw missingParameter(name)
  return value
}

export const requireImageId = (query: Query, name = 'ImageId'): string => {
  const imageId = requireText(query, name)
  if (!isImageId(imageId)) throw malformed(imageId)
  return imageId
}

export const requireImageIds = (imageIds: readonly string[]): void => {
  for (const imageId of imageIds) if (!isImageId(imageId)) throw malformed(imageId)
}

/** The image, if the caller can see it at all. */
export const findVisibleImage = (
  call: Call,
  world: Ec2World,
  imageId: string,
  images: readonly StoredImage[] = world.fleet.images,
): StoredImage => {
  const found = images.find(
    stored =>
      stored.image.ImageId === imageId &&
      stored.region === call.region &&
      isPresent(stored) &&
      isSeenBy(stored, call.account, world),
  )
  if (!found) throw notFound([imageId])
  return found
}

/** The image, if the caller owns it: only the owner may change an image. */
export const findOwnImage = (
  call: Call,
  world: Ec2World,
  images: readonly StoredImage[] = world.fleet.images,
): StoredImage => {
  const stored = findVisibleImage(call, world, requireImageId(call.query), images)
  if (stored.account !== call.account) {
    throw new Ec2Error('AuthFailure', `Not authorized for image:${stored.image.ImageId}`)
  }
  return stored
}

export const refusePending = (stored: StoredImage): void => {
  if (stored.image.State !== 'pending' && stored.image.State !== 'failed') return
  throw new Ec2Error(
    'InvalidAMIID.Unavailable',
    `The AMI ID '${stored.image.ImageId}' is currently ${stored.image.State} and may not be used for this operation`,
  )
}
