import type { ImageRef } from '../domain/image.ts'
import type { FactsForImpact, PendingImpact } from '../domain/impact.ts'

/** Looks up what a change of an image would break. Never throws: what cannot be looked up is reported as unknown. */
export interface Uses {
  look(image: ImageRef, facts: FactsForImpact): PendingImpact
}
