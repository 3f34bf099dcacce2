import type { Role } from '../src/domain/config.ts'
import type { Plan } from '../src/domain/plan.ts'
import { countPlan } from '../src/domain/plan-image.ts'
import { section } from './elements.ts'
import { type Message, message } from './message.ts'
import { type PlanCardView, planTitle } from './plan-card-view.ts'
import { countsInWords } from './plan-line.ts'
import { planWords } from './plan-words.ts'
import { roleWords } from './role-words.ts'
import { capital, timeWords } from './words.ts'

/** The messages about a plan beside its card. */

/** In the thread of the card: mentions the approvers once more. */
export const renderPlanReminder = (plan: Plan, roles: readonly Role[]): Message => {
  const line = `⏰ ${roleWords(roles)} Still awaiting your approval: ${planWords(plan)} · expires ${timeWords(plan.approval?.expiresAtMs ?? plan.createdAtMs)}`
  return message(line, [section(line)])
}

/** To the requester: how it ended. */
export const renderPlanEnd = (view: PlanCardView, permalink: string | undefined): Message => {
  const { plan, images } = view
  const counts = plan.state === 'finished' ? `: ${countsInWords(countPlan(images))}` : ''
  const line = `${planTitle(view)} · your plan to ${planWords(plan)}${counts}${permalink ? ` · <${permalink}|view the plan>` : ''}`
  return message(capital(line), [section(line)])
}
