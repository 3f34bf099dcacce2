import type { Assignment } from '../src/domain/alias.ts'
import type { Role } from '../src/domain/config.ts'
import type { Plan } from '../src/domain/plan.ts'
import { section } from './elements.ts'
import { type Message, message } from './message.ts'
import { type PlanCardView, planTitle } from './plan-card-view.ts'
import { itemsInWords } from './plan-line.ts'
import { planWords } from './plan-words.ts'
import { roleWords } from './role-words.ts'
import { code, escapeText } from './text.ts'
import { capital, personWords, timeWords } from './words.ts'

/** The messages about a plan beside its card. */

/** In the thread of the card: mentions the approvers once more. */
export const renderPlanReminder = (plan: Plan, roles: readonly Role[]): Message => {
  const line = `⏰ ${roleWords(roles)} Still awaiting your approval: ${planWords(plan)} · expires ${timeWords(plan.approval?.expiresAtMs ?? plan.createdAtMs)}`
  return message(line, [section(line)])
}

/** In the thread of the card and in the audit channel: an alias that was reported as failed is set after all. */
export const renderPlanCorrection = (
  { person }: Plan,
  { family, alias, region, to }: Assignment,
  accountName: string,
): Message => {
  const line = `✅ Correction for ${personWords(person, 'mention')}: *${escapeText(alias, 60)}* of ${escapeText(family, 80)} in *${escapeText(accountName, 60)} ${region}* was set to ${code(to?.name ?? to?.imageId ?? '', 140)} after all. Parameter Store took the image late, after this was reported as failed.`
  return message(line, [section(line)])
}

/** To the requester: how it ended. */
export const renderPlanEnd = (view: PlanCardView, permalink: string | undefined): Message => {
  const { plan, images } = view
  const counts = plan.state === 'finished' ? `: ${itemsInWords(images)}` : ''
  const line = `${planTitle(view)} · your plan to ${planWords(plan)}${counts}${permalink ? ` · <${permalink}|view the plan>` : ''}`
  return message(capital(line), [section(line)])
}
