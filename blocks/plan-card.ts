import type { KnownBlock } from '@slack/types'
import type { Role } from '../src/domain/config.ts'
import { imageKey } from '../src/domain/image.ts'
import { isOver, isRunning, type Plan, reverseOf } from '../src/domain/plan.ts'
import { countPlan, isEnded, type PlanCounts, type PlanImage } from '../src/domain/plan-image.ts'
import { context, quote, section } from './elements.ts'
import { type Message, message } from './message.ts'
import { planButtons } from './plan-buttons.ts'
import { countsInWords } from './plan-line.ts'
import { factLines, firstImages, placesWords, planImageName, planWords } from './plan-words.ts'
import { roleWords } from './role-words.ts'
import { escapeText, shorten, toLine } from './text.ts'
import { capital, consoleUrl, numberWords, type PersonStyle, personWords, timeWords } from './words.ts'

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

/** "▰▰▰▱▱ 24 of 40" */
const progressWords = (images: readonly PlanImage[]): string => {
  const ended = images.filter(isEnded).length
  const full = images.length === 0 ? 0 : Math.floor((ended / images.length) * BAR_LENGTH)
  return `${'▰'.repeat(full)}${'▱'.repeat(BAR_LENGTH - full)} ${numberWords(ended)} of ${numberWords(images.length)}`
}

const endWords = (plan: Plan, counts: PlanCounts): string => {
  const isAll = counts.done === plan.images
  return `${isAll ? '✅ Done' : counts.done > 0 ? '⚠️ Done in part' : '❌ Nothing was done'}`
}

/** The state in a few words, and who decided it. */
const titleOf = ({ plan, images, style }: PlanCardView): string => {
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

/** Slack folds a section of more than a few lines, and each of these may take two. */
const LINES_OF_A_SECTION = 2

const inSections = (lines: readonly string[]): KnownBlock[] =>
  Array.from({ length: Math.ceil(lines.length / LINES_OF_A_SECTION) }, (_, at) =>
    section(shorten(lines.slice(at * LINES_OF_A_SECTION, (at + 1) * LINES_OF_A_SECTION).join('\n'), 3000)),
  )

const waitingBlocks = ({ plan, nameOf, nowMs }: PlanCardView): KnownBlock[] => {
  const { action, facts, images, approval } = plan
  const more = images - facts.first.length
  const expires = approval?.expiresAtMs ?? nowMs
  return [
    ...factLines(action, facts).map(section),
    ...firstImages(facts, nameOf).map(section),
    ...(more > 0 ? [context(`and ${numberWords(more)} more`)] : []),
    ...(approval?.mustTypeNumber
      ? [
          section(
            `⚠️ *More than one person may change within an hour:* the approver types the number of images.`,
          ),
        ]
      : []),
    context(`⏳ Awaiting approval · expires ${timeWords(expires)}`),
  ]
}

const bodyOf = (view: PlanCardView): KnownBlock[] => {
  const { plan, images, shown } = view
  if (plan.state === 'waiting' || plan.state === 'open') return waitingBlocks(view)
  if (!isRunning(plan) && plan.state !== 'finished') return []
  const counts = countPlan(images)
  const more = plan.state === 'finished' ? images.length - shown.length : 0
  return [
    section(`${isRunning(plan) ? `${progressWords(images)}\n` : ''}${countsInWords(counts)}`),
    ...inSections(shown.map(one => imageLine(view, one))),
    ...(more > 0
      ? [context(`and ${numberWords(more)} more: “All images” sends you the complete list.`)]
      : []),
  ]
}

export const renderPlanCard = (view: PlanCardView): Message => {
  const { plan, images, approvers, nameOf, style } = view
  const { action, facts, person, purpose, approval, undoes, options, state } = plan
  const title = titleOf(view)
  const isWaiting = state === 'waiting' || state === 'open'
  const who = isWaiting ? roleWords(approvers) : ''
  const why = shorten(toLine(purpose ?? ''), 500)
  const comment = shorten(toLine(approval?.comment ?? ''), 500)
  const by = [
    `Requested by ${personWords(person, style)}`,
    ...(approval?.decidedBy && (isRunning(plan) || state === 'finished')
      ? [`approved by ${personWords(approval.decidedBy, style)}`]
      : []),
    ...(undoes === undefined ? [] : ['undoes an earlier plan']),
    ...(options.deleteSnapshots ? ['their snapshots are deleted too'] : []),
  ].join(' · ')
  const canUndo = state === 'finished' && countPlan(images).done > 0 ? reverseOf(action) : undefined
  const text = [
    `${who && `${who} `}${title}: ${planWords(plan)} (${placesWords(facts, nameOf)})`,
    by,
    why && `Reason: ${escapeText(why, 500)}`,
    ...(isWaiting ? factLines(action, facts) : []),
    ...(isRunning(plan) || state === 'finished' ? [countsInWords(countPlan(images))] : []),
    comment && `Comment: ${escapeText(comment, 500)}`,
  ]
  return message(
    text
      .filter(part => part !== '')
      .join('. ')
      .replaceAll('*', ''),
    [
      section(`*${title}:* ${planWords(plan)}${who && `\nApprovers: ${who}`}`),
      ...(comment === '' ? [] : [quote(comment)]),
      ...(why === '' ? [] : [quote(why)]),
      ...bodyOf(view),
      ...planButtons(plan, canUndo),
      context(
        `${by} · ${placesWords(facts, nameOf)}${isOver(plan) && state !== 'finished' ? ' · nothing was changed' : ''}`,
      ),
    ],
    { event_type: 'amiops_plan', event_payload: { plan: plan.id } },
  )
}

export const renderPlanReminder = (plan: Plan, roles: readonly Role[]): Message => {
  const line = `⏰ ${roleWords(roles)} Still awaiting your approval: ${planWords(plan)} · expires ${timeWords(plan.approval?.expiresAtMs ?? plan.createdAtMs)}`
  return message(line, [section(line)])
}

/** To the requester: how it ended. */
export const renderPlanEnd = (view: PlanCardView, permalink: string | undefined): Message => {
  const { plan, images } = view
  const counts = plan.state === 'finished' ? `: ${countsInWords(countPlan(images))}` : ''
  const line = `${titleOf(view)} · your plan to ${planWords(plan)}${counts}${permalink ? ` · <${permalink}|view the plan>` : ''}`
  return message(capital(line), [section(line)])
}
