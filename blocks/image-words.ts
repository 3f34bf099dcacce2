import { actionWords, type PlanAction } from '../src/domain/actions.ts'
import type { ImageFacts } from '../src/domain/image.ts'
import { code } from './text.ts'

/** The name, which people know, and the id, which is unique. */
export const imageWords = ({
  imageId,
  facts,
}: {
  imageId: string
  facts?: ImageFacts | undefined
}): string => (facts?.name ? `${code(facts.name, 140)} (${code(imageId)})` : code(imageId))

/** "web-1 (ami-0…) was not deregistered": how a refusal begins. */
export const notDone = (
  action: PlanAction,
  image: { imageId: string; facts?: ImageFacts | undefined },
): string => `${imageWords(image)} was not ${actionWords(action).past}`
