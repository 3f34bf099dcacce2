import { type ImageRef, imageKey } from '../../domain/image.ts'
import { type FactsForImpact, type Finding, NOT_LOOKED_UP } from '../../domain/impact.ts'
import type { Sharing } from '../../domain/sharing.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Uses } from '../../ports.ts'

/** Within the twenty calls a second that EC2 answers. */
const CALLS_AT_ONCE = 4

/** It takes a call for each image: with more images, a person would wait for too long. */
const SHARING_AT_MOST = 100

/** Who may launch each of these images; unknown for all if there are too many. */
export const readSharing = async (
  { uses }: { uses: Uses },
  listed: readonly { image: ImageRef; facts?: FactsForImpact }[],
): Promise<(image: ImageRef) => Finding<Sharing>> => {
  if (listed.length > SHARING_AT_MOST) return () => NOT_LOOKED_UP
  const found = new Map<string, Finding<Sharing>>()
  await inParallel(listed, CALLS_AT_ONCE, async ({ image, facts }) => {
    if (facts) found.set(imageKey(image), await uses.look(image, facts, ['sharing']).sharing)
  })
  return image => found.get(imageKey(image)) ?? NOT_LOOKED_UP
}
