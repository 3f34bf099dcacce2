import type { Family } from '../../domain/failures.ts'
import type { ImageRef } from '../../domain/image.ts'

/** Failed images by their families: a good image finds those that it supersedes. */
export interface Failures {
  saveFailed(failed: readonly { family: Family; image: ImageRef; atMs: number }[]): Promise<void>
  /** The newest failed images of these families. */
  readFailed(families: readonly Family[]): Promise<readonly { family: Family; image: ImageRef }[]>
}
