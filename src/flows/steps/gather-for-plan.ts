import { bounded } from '../../domain/bounded-impact.ts'
import type { ImageRef } from '../../domain/image.ts'
import type { FactsForImpact, Finding, Impact, Use } from '../../domain/impact.ts'
import { impactOfLists } from '../../domain/plan-facts.ts'
import { allOf } from '../../in-parallel.ts'
import type { References, Uses } from '../../ports.ts'

/** The parts that are looked up for the image alone; references come from lists. */
const PARTS = ['autoScaling', 'otherAccounts', 'sharing'] as const

/**
 * What a change of one image of a plan would break now, to compare with what the plan's form showed: references come from the same call
 * that lists them, so that only real growth is a difference.
 *
 * @param isForGood the change may be irreversible: then the rules of the Recycle Bin are read, too
 */
export const gatherForPlan = async (
  { uses }: { uses: Uses & References },
  image: ImageRef,
  facts: FactsForImpact,
  isForGood: boolean,
): Promise<Impact> => {
  const pending = uses.look(image, facts, isForGood ? [...PARTS, 'retention'] : PARTS)
  const [listed, autoScaling, otherAccounts, sharing, retention] = await allOf([
    uses.references(image, [image.imageId]),
    pending.autoScaling,
    pending.otherAccounts,
    pending.sharing,
    pending.retention,
  ])
  const references: Finding<readonly Use[]> = listed.known
    ? { known: true, value: listed.value.get(image.imageId) ?? [] }
    : listed
  return impactOfLists(bounded('references', references), bounded('otherAccounts', otherAccounts), {
    autoScaling: bounded('autoScaling', autoScaling),
    sharing: bounded('sharing', sharing),
    retention,
  })
}
