import { bounded } from '../../domain/bounded-impact.ts'
import type { ImageFacts, ImageRef } from '../../domain/image.ts'
import {
  type FactsForImpact,
  IMPACT_PARTS,
  type Impact,
  type ImpactPart,
  isSameForImpact,
  isWhole,
} from '../../domain/impact.ts'
import { allOf } from '../../in-parallel.ts'
import type { Uses } from '../../ports.ts'
import { type Looked, type LookNeeds, lookAfresh } from './look-afresh.ts'

/**
 * Looks up what a change would break.
 *
 * @param onPart called at once and after each part that arrived, with all that is known by then; not before it is done with
 * the last
 * @returns all parts, each known or said not to be
 */
export const gatherImpact = async (
  uses: Uses,
  image: ImageRef,
  facts: FactsForImpact,
  onPart?: (impact: Partial<Impact>) => Promise<void>,
): Promise<Impact> => {
  const pending = uses.look(image, facts)
  const arrived: { -readonly [Part in keyof Impact]?: Impact[Part] } = {}
  let isShowing = false
  const show = async (): Promise<void> => {
    if (!onPart || isShowing || isWhole(arrived)) return
    isShowing = true
    await onPart({ ...arrived })
    isShowing = false
  }
  const take = async (part: ImpactPart): Promise<void> => {
    Object.assign(arrived, { [part]: bounded(part, await pending[part]) })
    await show()
  }
  await allOf([show(), ...IMPACT_PARTS.map(take)])
  return whole(arrived)
}

const whole = (impact: Partial<Impact>): Impact => {
  if (isWhole(impact)) return impact
  throw new Error('A part of what a change would break was never looked up.')
}

/**
 * Looks at an image, and at what a change would break at the same time; at the latter once more where the facts are not what
 * they were.
 *
 * @param known the image's facts as they were
 */
export const lookWithImpact = async (
  needs: LookNeeds & { uses: Uses },
  image: ImageRef,
  known: ImageFacts,
): Promise<{ looked: Looked; impact: Impact }> => {
  const [looked, impact] = await allOf([lookAfresh(needs, image), gatherImpact(needs.uses, image, known)])
  const facts = looked.ok ? looked.record.facts : undefined
  if (!facts || isSameForImpact(facts, known)) return { looked, impact }
  return { looked, impact: await gatherImpact(needs.uses, image, facts) }
}
