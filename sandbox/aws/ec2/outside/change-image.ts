import { randomUUID } from 'node:crypto'
import type { Ec2 } from '../ec2.ts'
import { notFound } from '../errors.ts'
import { isPresent, type StoredImage } from '../fleet.ts'
import { addFromOutside, REASON } from './add-image.ts'
import { buildFromOutside, copyFromOutside, nextName } from './derive-image.ts'

const findAnywhere = (ec2: Ec2, imageId: string): StoredImage => {
  const found = ec2.fleet.images.find(stored => stored.image.ImageId === imageId && isPresent(stored))
  if (!found) throw notFound([imageId])
  return found
}

/** The build or copy that made the image turns out to have failed. */
const fail = (ec2: Ec2, stored: StoredImage, errorMessage = REASON): StoredImage => {
  ec2.beforeChange(stored)
  stored.image.State = 'failed'
  stored.image.StateReason = { Code: 'Client.InternalError', Message: errorMessage }
  ec2.stateChanges.announce(stored, 'failed', randomUUID(), errorMessage)
  return stored
}

export interface VerbParameters {
  name?: string
  region?: string
  kmsKeyId?: string
  errorMessage?: string
}

export const VERBS = [
  'create',
  'copy',
  'build',
  'fail',
  'enable',
  'disable',
  'deregister',
  'restore',
] as const
export type Verb = (typeof VERBS)[number]

const ACTION_OF = {
  enable: 'EnableImage',
  disable: 'DisableImage',
  deregister: 'DeregisterImage',
} as const

const restore = (ec2: Ec2, imageId: string): StoredImage => {
  const stored = ec2.fleet.images.find(
    candidate => candidate.image.ImageId === imageId && candidate.recycled !== undefined,
  )
  if (!stored) throw notFound([imageId])
  ec2.call(stored, 'RestoreImageFromRecycleBin', { ImageId: imageId })
  return stored
}

/** Changes an image as its owner would with the command line; gives the image that changed or came to be. */
export const changeFromOutside = (
  ec2: Ec2,
  imageId: string,
  verb: Verb,
  { name, region, kmsKeyId, errorMessage }: VerbParameters,
  nowMs: number,
): StoredImage => {
  if (verb === 'restore') return restore(ec2, imageId)
  const stored = findAnywhere(ec2, imageId)
  switch (verb) {
    case 'fail':
      return fail(ec2, stored, errorMessage)
    case 'create': {
      const { Architecture, Tags } = stored.image
      const newName = name ?? nextName(ec2, stored.image.Name)
      const architecture = Architecture === 'arm64' ? 'arm64' : 'x86_64'
      const facts = { name: newName, region: stored.region, account: stored.account, architecture } as const
      return addFromOutside(ec2, { ...facts, ...(Tags && { tags: Tags }), state: 'pending' }, nowMs)
    }
    case 'copy':
      return copyFromOutside(ec2, stored, { name, region, kmsKeyId })
    case 'build':
      return buildFromOutside(ec2, stored, name, nowMs)
    default:
      ec2.call(stored, ACTION_OF[verb], { ImageId: imageId })
      return stored
  }
}
