import type { ImageRef } from '../domain/image.ts'
import type { Finding } from '../domain/impact.ts'
import type { ImageFindings } from '../domain/scan-results.ts'

/** What Amazon Inspector found. Never throws: what cannot be looked up is reported as unknown. */
export interface Findings {
  /** The findings of an image that Inspector has scanned; other images have none. */
  read(image: ImageRef): Promise<Finding<ImageFindings>>
}
