import type { Role } from '../src/domain/config.ts'
import { imageKey } from '../src/domain/image.ts'
import { isOver, isRunning, type Plan, reverseOf } from '../src/domain/plan.ts'
import { countPlan, isEnded, type PlanCounts, type PlanImage } from '../src/domain/plan-image.ts'
import { section } from './elements.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, quotePart, sectionPart } from './part.ts'
import { planButtons } from './plan-buttons.ts'
import { countsInWords } from './plan-line.ts'
import { factLines, firstImages, inSections, placesWords, planImageName, planWords } from './plan-words.ts'
import { roleWords } from './role-words.ts'
import { escapeText, shorten, toLine } from './text.ts'
import { consoleUrl, numberWords, type PersonStyle, personWords, timeWords } from './words.ts'

/** The card of a plan: the request while it waits, the progress while it runs, then what became of each image. */

export interface PlanCardView {
  plan: Plan
  images: readonly PlanImage[]
  /** Those that are listed: of a finished plan what was not done first, of a running one what was not done. */
  shown: readonly PlanImage[]
  /** Where their cards are, by image key. */
  links: ReadonlyMap<string, string>
  /** Who may approve it, without the requester. */
  approvers: readonly Role[]
  nameOf: (account: string) => string
  nowMs: number
  style: PersonStyle
}

const EMOJI: Readonly<Record<PlanImage['state'], string>> = {
  waiting: '⏳',
  queued: '▶️',
  unconfirmed: '⏳',
  done: '✅',
  refused: '🚫',
  failed: '❌',
  cancelled: '✋',
}

const BAR_LENGTH = 20

/** "24 of 40" */
const endedWords = (images: readonly PlanImage[]): string =>
  `${numberWords(images.filter(isEnded).length)} of ${numberWords(images.length)}`

/** "▰▰▰▱▱ 24 of 40" */
const progressWords = (images: readonly PlanImage[]): string => {
  const full = Math.floor((images.filter(isEnded).length / images.length) * BAR_LENGTH)
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR_LENGTH - full)} ${endedWords(images)}`
}

const endWords = ({ images }: Plan, { done }: PlanCounts): string => {
  if (done === images) return '✅ Done'
  return done > 0 ? '⚠️ Done in part' : '❌ Nothing was done'
}

/** The state in a few words, and who decided it. */
export const planTitle = ({
  plan,
  images,
  style,
}: Pick<PlanCardView, 'plan' | 'images' | 'style'>): string => {
  const { state, approval, stoppedBy } = plan
  const by = approval?.decidedBy ? ` by ${personWords(approval.decidedBy, style)}` : ''
  switch (state) {
    case 'open':
    case 'waiting':
      return '🤝 Approval needed'
    case 'running':
      return '▶️ In progress'
    case 'stopping':
      return `✋ Stopping${stoppedBy ? `, by ${personWords(stoppedBy, style)}` : ''}`
    case 'finished':
      return stoppedBy && countPlan(images).cancelled > 0
        ? `✋ Stopped by ${personWords(stoppedBy, style)}`
        : endWords(plan, countPlan(images))
    case 'declined':
      return `🚫 Declined${by}`
    case 'withdrawn':
      return '↩️ Withdrawn'
    case 'expired':
      return '⌛ Expired: nobody decided in time'
  }
}

const imageLine = ({ links, nameOf }: PlanCardView, one: PlanImage): string => {
  const { image, state, reason } = one
  const link = links.get(imageKey(image)) ?? consoleUrl(image)
  const why = reason ? `: ${escapeText(reason, 200)}` : ''
  return `${EMOJI[state]} ${planImageName(one)} · ${escapeText(nameOf(image.account), 60)} · ${image.region}${link ? ` · <${link}|open>` : ''}${why}`
}

const waitingParts = ({ plan, nameOf, nowMs }: PlanCardView): Part[] => {
  const { action, facts, images, approval } = plan
  const more = images - facts.first.length
  return [
    ...factLines(action, facts).map(sectionPart),
    ...firstImages(facts, nameOf).map(sectionPart),
    ...(more > 0 ? [contextPart(`and ${numberWords(more)} more`)] : []),
    ...(approval?.mustTypeNumber
      ? [
          sectionPart(
            '⚠️ *More than one person may change within an hour:* the approver types the number of images.',
          ),
        ]
      : []),
    contextPart(`⏳ Awaiting approval · expires ${timeWords(approval?.expiresAtMs ?? nowMs)}`),
  ]
}

const bodyParts = (view: PlanCardView): Part[] => {
  const { plan, images, shown } = view
  if (plan.state === 'waiting') return waitingParts(view)
  if (!isRunning(plan) && plan.state !== 'finished') return []
  const counts = countsInWords(countPlan(images))
  const more = plan.state === 'finished' ? images.length - shown.length : 0
  return [
    {
      blocks: [section(isRunning(plan) ? `${progressWords(images)}\n${counts}` : counts)],
      words: isRunning(plan) ? `${endedWords(images)}: ${counts}` : counts,
    },
    ...inSections(shown.map(one => imageLine(view, one))).map(sectionPart),
    ...(more > 0
      ? [contextPart(`and ${numberWords(more)} more: “All images” sends you the complete list`)]
      : []),
  ]
}

/** Who asked, who approved, where: small print. */
const footerWords = ({ plan, nameOf, style }: PlanCardView): string => {
  const { person, approval, undoes, options, facts, state } = plan
  const isCarriedOut = isRunning(plan) || state === 'finished'
  return [
    `Requested by ${personWords(person, style)}`,
    ...(approval?.decidedBy && isCarriedOut ? [`approved by ${personWords(approval.decidedBy, style)}`] : []),
    ...(undoes === undefined ? [] : ['undoes an earlier plan']),
    ...(options.deleteSnapshots ? ['their snapshots are deleted too'] : []),
    placesWords(facts, nameOf),
    ...(isOver(plan) && !isCarriedOut ? ['nothing was changed'] : []),
  ].join(' · ')
}

export const renderPlanCard = (view: PlanCardView): Message => {
  const { plan, images, approvers } = view
  const { action, purpose, approval, state } = plan
  const title = planTitle(view)
  const who = state === 'waiting' ? roleWords(approvers) : ''
  const why = shorten(toLine(purpose ?? ''), 500)
  const comment = shorten(toLine(approval?.comment ?? ''), 500)
  const canUndo = state === 'finished' && countPlan(images).done > 0 ? reverseOf(action) : undefined
  return messageOf(
    [
      {
        blocks: [section(`*${title}:* ${planWords(plan)}${who && `\nApprovers: ${who}`}`)],
        words: `${who && `${who} `}${title}: ${planWords(plan)}`,
      },
      ...(comment === '' ? [] : [quotePart('Comment', comment)]),
      ...(why === '' ? [] : [quotePart('Reason', why)]),
      ...bodyParts(view),
      planButtons(plan, canUndo),
      contextPart(footerWords(view)),
    ],
    { event_type: 'amiops_plan', event_payload: { plan: plan.id } },
  )
}
