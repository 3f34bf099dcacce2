import { type ImageRef, imageKey } from '../../../src/domain/image.ts'
import type { Finding } from '../../../src/domain/impact.ts'
import type { ImageFindings } from '../../../src/domain/scan-results.ts'
import type { Findings } from '../../../src/ports.ts'

export interface MemoryFindings extends Findings {
  set(image: ImageRef, findings: Finding<ImageFindings>): void
}

/** Findings in memory; of an image that was not set, none. */
export const createMemoryFindings = (): MemoryFindings => {
  const byImage = new Map<string, Finding<ImageFindings>>()
  return {
    set: (image, findings) => void byImage.set(imageKey(image), findings),
    read: async image => byImage.get(imageKey(image)) ?? { known: true, value: { findings: [] } },
  }
}
