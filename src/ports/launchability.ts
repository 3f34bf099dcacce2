import type { AllowedImages } from '../domain/allowed-images.ts'
import type { ImageFacts, ImageRef } from '../domain/image.ts'
import type { Finding } from '../domain/impact.ts'
import type { SnapshotKey } from '../domain/launchability.ts'

/** Looks up what decides whether others could launch an image. Never throws: what cannot be looked up is reported as unknown. */
export interface Launchability {
  /** The keys of the image's encrypted snapshots, each once, with who may use them. */
  keys(image: ImageRef, facts: Pick<ImageFacts, 'snapshots'>): Promise<Finding<readonly SnapshotKey[]>>
  /** The Allowed AMIs of the configured ones among these accounts, in a region. */
  allowedImages(
    region: string,
    accounts: readonly string[],
  ): Promise<ReadonlyMap<string, Finding<AllowedImages>>>
}
