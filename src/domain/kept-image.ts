import type { ImageRef } from './image.ts'
import type { Person } from './request.ts'

/** Somebody keeps an image from being cleaned up. */
export interface Keep {
  image: ImageRef
  /** The end of the last day, in UTC; not after `atMs` where somebody ended it. */
  untilMs: number
  by: Person
  atMs: number
}
