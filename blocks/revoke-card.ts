import { isFollowedUp } from '../src/domain/follow-up.ts'
import { isRunning } from '../src/domain/plan.ts'
import { countPlan, isEnded, type PlanImage } from '../src/domain/plan-image.ts'
import { contextPart, type Part, sectionPart } from './part.ts'
import { listButton } from './plan-buttons.ts'
import { EMOJI, type PlanCardKind, type PlanCardView } from './plan-card-view.ts'
import { countsInWords } from './plan-line.ts'
import { inSections, NUMBER_IS_TYPED, planImageName, planWords } from './plan-words.ts'
import {
  inRelationOrder,
  ownersLine,
  relatedWords,
  relationWords,
  returnLine,
  strandedLine,
  unreadLine,
} from './revoke-words.ts'
import { escapeText } from './text.ts'
import { countWords, numberWords, timeWords } from './words.ts'

/** The card of a revocation: its aliases, its images, who runs them, and what became of each. */

const SHOWN = 10

const itemLine = ({ nameOf, plan }: PlanCardView, one: PlanImage): string => {
  const { assignment, image, state, reason, action } = one
  const what = assignment
    ? returnLine(one, nameOf)
    : `${action === 'share' ? 'Launch permissions of ' : ''}${planImageName(one)} · ${escapeText(nameOf(image.account), 60)} · ${image.region}${plan.revocation ? relationWords(plan.revocation, image) : ''}`
  return `${EMOJI[state]} ${what}${reason ? `: ${escapeText(reason, 200)}` : ''}`
}

/** Aliases first, and within each kind the items that were not done first. */
const rank = ({ assignment, state }: PlanImage): number =>
  (state === 'refused' || state === 'failed' ? 0 : 2) + (assignment ? 0 : 1)

/** How far it is; nothing where the title says that all is done. */
const stepsParts = ({ plan, images }: PlanCardView): Part[] => {
  if (plan.state === 'waiting') return []
  if (images.length === 0)
    return [
      sectionPart(`Its images are ${plan.undoes === undefined ? 'marked' : 'no longer marked'} as revoked.`),
    ]
  const counts = countPlan(images)
  if (isRunning(plan))
    return [
      sectionPart(
        `${numberWords(images.filter(isEnded).length)} of ${countWords(images.length, 'step')} · ${countsInWords(counts)}`,
      ),
    ]
  return counts.done === images.length
    ? []
    : [sectionPart(`${countWords(images.length, 'step')}: ${countsInWords(counts)}`)]
}

const bodyParts = (view: PlanCardView): Part[] => {
  const { plan, images, nameOf, nowMs } = view
  const { revocation, state, undoes, approval } = plan
  if (!revocation) return []
  const isShown = state === 'waiting' || isRunning(plan) || state === 'finished'
  if (!isShown) return []
  const unread = unreadLine(revocation, undoes !== undefined)
  const items = inRelationOrder(revocation, images).sort((a, b) => rank(a) - rank(b))
  const lines = [
    ...revocation.stranded.map(one => strandedLine(one, nameOf)),
    ...items.map(one => itemLine(view, one)),
  ]
  return [
    contextPart(
      `${undoes === undefined && state !== 'waiting' ? 'Revoked' : 'Covers'}: ${relatedWords(revocation)}`,
    ),
    ...stepsParts(view),
    ...inSections(lines.slice(0, SHOWN)).map(sectionPart),
    ...(lines.length > SHOWN
      ? [
          contextPart(
            `and ${numberWords(lines.length - SHOWN)} more: “All images” sends you the complete list`,
          ),
        ]
      : []),
    ...(undoes === undefined ? [sectionPart(ownersLine(revocation.owners))] : []),
    ...(unread === undefined ? [] : [sectionPart(unread)]),
    ...(state === 'waiting' && approval?.mustTypeNumber ? [sectionPart(NUMBER_IS_TYPED)] : []),
    ...(state === 'waiting'
      ? [contextPart(`⏳ Awaiting approval · expires ${timeWords(approval?.expiresAtMs ?? nowMs)}`)]
      : []),
  ]
}

export const revokeCard: PlanCardKind = {
  subject: ({ plan }) => ({ mrkdwn: planWords(plan), words: planWords(plan) }),
  body: bodyParts,
  buttons({ plan, images }) {
    const canUndo =
      plan.state === 'finished' &&
      plan.undoes === undefined &&
      !isFollowedUp(plan, 'undone') &&
      (countPlan(images).done > 0 || images.length === 0)
    return [
      ...(canUndo
        ? [
            {
              actionId: 'plan-undo',
              text: 'Undo…',
              label: `Undo: ${planWords(plan)}`,
              value: plan.id,
            },
          ]
        : []),
      listButton(plan),
    ]
  },
  places: () => '',
}
