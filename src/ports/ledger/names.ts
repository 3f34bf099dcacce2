import type { ImageRef } from '../../domain/image.ts'

/** Deregistered images by their names. */
export interface Names {
  saveGone(images: readonly { image: ImageRef; name: string; atMs: number }[]): Promise<void>
  /** The deregistered images whose name or id fits a pattern (`*` and `?`), the latest first, as many as one list needs. */
  readGone(place: Pick<ImageRef, 'account' | 'region'>, pattern: string): Promise<readonly ImageRef[]>
}
