import type { ImageRef } from '../domain/image.ts'
import type { FactsForImpact, PendingImpact } from '../domain/impact.ts'

/** Looks up what a change of an image would break. Never throws: what cannot be found out is said as such. */
export interface Uses {
  look(image: ImageRef, facts: FactsForImpact): PendingImpact
}
