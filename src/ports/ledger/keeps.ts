import type { Keep } from '../../domain/kept-image.ts'

/** Images that people keep from being cleaned up. */
export interface Keeps {
  /** Writes that an image is kept; over what was there. */
  saveKeep(keep: Keep): Promise<void>
  /** All that are kept until later than this. */
  readKeeps(nowMs: number): Promise<readonly Keep[]>
}
