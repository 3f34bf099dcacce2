import type { Plan, WithheldSharing } from '../src/domain/plan.ts'
import type { PlanImage } from '../src/domain/plan-image.ts'
import { NOBODY, withSharing } from '../src/domain/sharing.ts'
import { sharingWords } from './sharing.ts'
import { countWords } from './words.ts'

/** The launch permissions that the undo of a plan gives back, and those that it does not. */

type NameOf = (account: string) => string

const WHY: Readonly<Record<WithheldSharing['why'], string>> = {
  alert: 'they include some that were removed after an alert',
  right: 'the requester has no permission to re-share',
  approval: 'Re-share has approvers of its own',
}

/** "⚠️ Launch permissions of 2 images stay removed: …"; each a line. */
export const withheldLines = ({ withheld = [] }: Pick<Plan, 'withheld'>): string[] =>
  withheld.map(
    ({ why, images }) =>
      `⚠️ *Launch permissions of ${countWords(images, 'image')} stay removed*: ${WHY[why]}. Use *Re-share* on ${images === 1 ? 'its card' : 'their cards'}.`,
  )

/**
 * What becomes of the launch permissions that disabling removed; each a line.
 *
 * @param items of the plan
 */
export const sharingBackLines = (
  plan: Pick<Plan, 'undoes' | 'withheld'>,
  items: readonly Pick<PlanImage, 'action' | 'share'>[],
  nameOf?: NameOf,
): string[] => {
  const back = items.flatMap(({ action, share }) => (action === 'share' && share ? [share] : []))
  const withheld = withheldLines(plan)
  if (back.length === 0 && withheld.length === 0)
    return plan.undoes === undefined
      ? [
          'Launch permissions that disabling removed stay removed: click *Re-share* on the card of each image.',
        ]
      : ['There are no launch permissions to give back.']
  return [
    ...(back.length > 0
      ? [
          `🔗 Then launch permissions of ${countWords(back.length, 'image')} are given back: ${sharingWords(back.reduce(withSharing, NOBODY), nameOf)}`,
        ]
      : []),
    ...withheld,
  ]
}
