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
 * @param onPart called at the start and after each part that arrives, with everything that is known by then; one call ends before the
 * next one begins
 * @returns all parts, each of them known or with the reason why it is not
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
 * Looks at an image and, at the same time, at what a change would break; at the latter once more if the image's facts have changed.
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
