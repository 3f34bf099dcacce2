import type { ImageState } from './image.ts'

/** The image of an instance, as far as EC2 still describes it. Values that EC2 does not give are absent. */
export interface ImageInUse {
  imageId: string
  name?: string
  /** The account that owns the image, which may be another one than the instance's. */
  ownerId?: string
  state?: ImageState
  createdAtMs?: number
  deprecatedAtMs?: number
  /** False where Allowed AMIs forbid it in the instance's account. */
  isAllowed?: boolean
}

/** An instance, and the image that it was launched from. */
export interface FleetUse {
  account: string
  region: string
  instanceId: string
  /** Its tag Name. */
  name?: string
  /** EC2's state of the instance: running, stopped, … */
  state: string
  tags: Readonly<Record<string, string>>
  launchedAtMs?: number
  image: ImageInUse
}
