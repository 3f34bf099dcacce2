import type { ImageRef } from '../../domain/image.ts'

/** Images that are gone, by their names. */
export interface Names {
  /** Notes images that are gone, by their names. */
  saveGone(images: readonly { image: ImageRef; name: string; atMs: number }[]): Promise<void>
  /** The images that are gone whose name or id fits a pattern (`*` and `?`), the last first, as many as anybody looks through. */
  readGone(place: Pick<ImageRef, 'account' | 'region'>, pattern: string): Promise<readonly ImageRef[]>
}
