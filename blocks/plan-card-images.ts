import { type Action, actionWords } from '../src/domain/actions.ts'
import { isFollowedUp } from '../src/domain/follow-up.ts'
import { imageKey } from '../src/domain/image.ts'
import { isRemoval, isRunning, reverseOf } from '../src/domain/plan.ts'
import { countPlan, isEnded, isUndone, type PlanImage } from '../src/domain/plan-image.ts'
import { section } from './elements.ts'
import { contextPart, type Part, sectionPart } from './part.ts'
import { listButton, retryButton } from './plan-buttons.ts'
import { EMOJI, type PlanCardKind, type PlanCardView } from './plan-card-view.ts'
import { itemsInWords } from './plan-line.ts'
import {
  factLines,
  firstImages,
  inSections,
  NUMBER_IS_TYPED,
  placesWords,
  planImageName,
  planWords,
} from './plan-words.ts'
import { retirementWords } from './retirement-words.ts'
import { sharingBackLines, withheldLines } from './sharing-back.ts'
import { escapeText } from './text.ts'
import { capital, consoleUrl, numberWords, timeWords } from './words.ts'

/** The card of a plan that changes images: the request while it waits, the progress while it runs, then the outcome of each image. */

const BAR_LENGTH = 20

/** "24 of 40" */
const endedWords = (images: readonly PlanImage[]): string =>
  `${numberWords(images.filter(isEnded).length)} of ${numberWords(images.length)}`

/** "▰▰▰▱▱ 24 of 40" */
const progressWords = (images: readonly PlanImage[]): string => {
  const full = Math.floor((images.filter(isEnded).length / images.length) * BAR_LENGTH)
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR_LENGTH - full)} ${endedWords(images)}`
}

const imageLine = ({ links, nameOf }: PlanCardView, one: PlanImage): string => {
  const { image, state, reason, action } = one
  const link = links.get(imageKey(image)) ?? consoleUrl(image)
  const why = reason ? `: ${escapeText(reason, 200)}` : ''
  const what = action === 'share' ? 'Launch permissions of ' : ''
  return `${EMOJI[state]} ${what}${planImageName(one)} · ${escapeText(nameOf(image.account), 60)} · ${image.region}${link ? ` · <${link}|open>` : ''}${why}`
}

const waitingParts = ({ plan, images: items, nameOf, nowMs }: PlanCardView): Part[] => {
  const { action, facts, images, approval, retirement } = plan
  const more = images - facts.first.length
  return [
    ...(retirement ? [sectionPart(`🗓️ ${capital(retirementWords(retirement))}`)] : []),
    ...(isRemoval(plan) ? [] : factLines(action, facts)).map(sectionPart),
    ...(action === 'enable' ? sharingBackLines(plan, items, nameOf) : []).map(sectionPart),
    ...firstImages(facts, nameOf).map(sectionPart),
    ...(more > 0 ? [contextPart(`and ${numberWords(more)} more`)] : []),
    ...(approval?.mustTypeNumber ? [sectionPart(NUMBER_IS_TYPED)] : []),
    contextPart(`⏳ Awaiting approval · expires ${timeWords(approval?.expiresAtMs ?? nowMs)}`),
  ]
}

const bodyParts = (view: PlanCardView): Part[] => {
  const { plan, images, shown } = view
  if (plan.state === 'waiting') return waitingParts(view)
  if (!isRunning(plan) && plan.state !== 'finished') return []
  const counts = itemsInWords(images)
  const more = plan.state === 'finished' ? images.length - shown.length : 0
  return [
    {
      blocks: [section(isRunning(plan) ? `${progressWords(images)}\n${counts}` : counts)],
      words: isRunning(plan) ? `${endedWords(images)}: ${counts}` : counts,
    },
    ...inSections(shown.map(one => imageLine(view, one))).map(sectionPart),
    ...(plan.state === 'finished' ? withheldLines(plan) : []).map(sectionPart),
    ...(more > 0
      ? [contextPart(`and ${numberWords(more)} more: “All images” sends you the complete list`)]
      : []),
    ...(plan.state === 'finished' && images.some(isUndone)
      ? [contextPart('“Retry…” shows what was not done as it is now, to be requested again.')]
      : []),
  ]
}

/** A plan that gave dates is undone by one that removes them. */
const undoLabel = (undo: Action): string => (undo === 'retire' ? 'Remove dates' : actionWords(undo).label)

export const imagesCard: PlanCardKind = {
  subject: ({ plan }) => ({ mrkdwn: planWords(plan), words: planWords(plan) }),
  body: bodyParts,
  buttons({ plan, images }) {
    const { action, state } = plan
    const canUndo = state === 'finished' && countPlan(images).done > 0 && !isFollowedUp(plan, 'undone')
    const undo = canUndo ? reverseOf(plan) : undefined
    return [
      ...retryButton(plan, images),
      ...(undo === undefined
        ? []
        : [
            {
              actionId: 'plan-undo',
              text: `Undo: ${undoLabel(undo)}…`,
              label: `Undo: ${undoLabel(undo)} ${undo === 'retire' ? 'again' : `what was ${actionWords(action).past}`}`,
              value: plan.id,
            },
          ]),
      listButton(plan),
    ]
  },
  places: ({ plan, nameOf }) => placesWords(plan.facts, nameOf),
}
