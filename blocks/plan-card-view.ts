import { NAMES_IT_ALREADY } from '../src/domain/alias-change.ts'
import type { Role } from '../src/domain/config.ts'
import type { Plan } from '../src/domain/plan.ts'
import { countPlan, type PlanImage } from '../src/domain/plan-image.ts'
import type { ButtonWords } from './elements.ts'
import type { Part } from './part.ts'
import { type PersonStyle, personWords } from './words.ts'

/** What the card of a plan shows, and what differs between kinds of plans. */

export interface PlanCardView {
  plan: Plan
  images: readonly PlanImage[]
  /** Those that are listed: of a finished plan what was not done first, of a running one what was not done. */
  shown: readonly PlanImage[]
  /** Where their cards are, by image key. */
  links: ReadonlyMap<string, string>
  /** The card of the plan that undid or retried it. */
  followLink?: string
  /** Who may approve it, without the requester. */
  approvers: readonly Role[]
  nameOf: (account: string) => string
  nowMs: number
  style: PersonStyle
}

/** What a kind of plan shows on its card. */
export interface PlanCardKind {
  /** What is to be done, behind the state. */
  subject: (view: PlanCardView) => { mrkdwn: string; words: string }
  /** The request, the progress, or what became of each item. */
  body: (view: PlanCardView) => Part[]
  /** The buttons besides those that every plan has. */
  buttons: (view: PlanCardView) => ButtonWords[]
  /** Where, in the small print. */
  places: (view: PlanCardView) => string
}

/** What became of an item. */
export const EMOJI: Readonly<Record<PlanImage['state'], string>> = {
  waiting: '⏳',
  queued: '▶️',
  unconfirmed: '⏳',
  done: '✅',
  refused: '🚫',
  failed: '❌',
  cancelled: '✋',
}

/** Places of an alias that were held back are a part of what was asked for, and not done; those that name the image already are done. */
const endWords = ({ alias }: Plan, items: readonly PlanImage[]): string => {
  const { done } = countPlan(items)
  const isWhole = done === items.length && !alias?.heldBack.some(({ why }) => why !== NAMES_IT_ALREADY)
  if (isWhole) return '✅ Done'
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
        : endWords(plan, images)
    case 'declined':
      return `🚫 Declined${by}`
    case 'withdrawn':
      return '↩️ Withdrawn'
    case 'expired':
      return '⌛ Expired: nobody decided in time'
  }
}
