import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import { bounded, IMPACT_PARTS, type Impact, isWhole } from '../../domain/impact.ts'
import type { Uses } from '../../ports.ts'

/**
 * Looks up what a change would break.
 *
 * @param onPart is told after each part that arrived, with all that is known by then; not before it is done with the last
 * @returns all parts, each known or said not to be
 */
export const gatherImpact = async (
  uses: Uses,
  image: ImageRef,
  facts: ImageFacts,
  onPart?: (impact: Partial<Impact>) => Promise<void>,
): Promise<Impact> => {
  const pending = uses.look(image, facts)
  const arrived: { -readonly [Part in keyof Impact]?: Impact[Part] } = {}
  let showing: Promise<void> | undefined
  await Promise.all(
    IMPACT_PARTS.map(async part => {
      Object.assign(arrived, { [part]: bounded(part, await pending[part]) })
      if (!onPart || showing || isWhole(arrived)) return
      showing = onPart({ ...arrived })
      await showing
      showing = undefined
    }),
  )
  return whole(arrived)
}

const whole = (impact: Partial<Impact>): Impact => {
  if (isWhole(impact)) return impact
  throw new Error('A part of what a change would break was never looked up.')
}
