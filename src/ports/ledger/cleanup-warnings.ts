import type { ImageRef } from '../../domain/image.ts'

/** When owners were last warned that an image may be deregistered; kept sixty days. */
export interface CleanupWarnings {
  saveWarned(images: readonly ImageRef[], atMs: number): Promise<void>
  /** By image key; images without a warning are left out. */
  readWarned(images: readonly ImageRef[]): Promise<ReadonlyMap<string, number>>
}
