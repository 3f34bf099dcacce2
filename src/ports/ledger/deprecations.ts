import type { Deprecation } from '../../domain/deprecation.ts'
import type { ImageRef } from '../../domain/image.ts'

/** The deprecation dates that amiops knows of. */
export interface Deprecations {
  /** An empty one where none is known. */
  readDeprecation(image: ImageRef): Promise<Deprecation>
  /** Writes it over the version that was read; false where somebody else wrote since. */
  saveDeprecation(deprecation: Deprecation): Promise<boolean>
  /** The dates with something to do: a change to announce, a date to check, a warning; longest due first. */
  readDueDeprecations(nowMs: number, limit: number): Promise<readonly Deprecation[]>
}
