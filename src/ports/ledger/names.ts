import type { ImageRef } from '../../domain/image.ts'

/** A deregistered image. */
export interface GoneImage {
  imageId: string
  name: string
  atMs: number
}

/** Deregistered images by their names. */
export interface Names {
  /** The images that were deregistered in a place, as many as one list needs; some of them may have been restored since. */
  readAllGone(place: Pick<ImageRef, 'account' | 'region'>): Promise<readonly GoneImage[]>
  saveGone(images: readonly { image: ImageRef; name: string; atMs: number }[]): Promise<void>
  /** The deregistered images whose name or id fits a pattern (`*` and `?`), the latest first, as many as one list needs. */
  readGone(place: Pick<ImageRef, 'account' | 'region'>, pattern: string): Promise<readonly ImageRef[]>
}
