import type { Role } from '../src/domain/config.ts'
import type { Plan, PlanApproval } from '../src/domain/plan.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { planWords } from './plan-words.ts'
import { roleWords } from './role-words.ts'
import { capital, channelWords, countWords, numberWords, timeWords } from './words.ts'

/** The answers to a person who has sent the form of a plan. */

const follow = (permalink: string | undefined): string =>
  permalink === undefined
    ? 'Its card shows the progress.'
    : `<${permalink}|Its card> shows the progress, with a Stop button.`

export const renderPlanStarted = (plan: Plan, permalink: string | undefined): Message =>
  renderNote('▶️', `${capital(planWords(plan))}: started.`, follow(permalink))

export const renderPlanWaiting = (
  plan: Plan & { approval: PlanApproval },
  roles: readonly Role[],
  permalink: string | undefined,
): Message =>
  renderNote(
    '⏳',
    `Awaiting approval by ${roleWords(roles)} to ${planWords(plan)}, in ${channelWords(plan.approval.channel)} · expires ${timeWords(plan.approval.expiresAtMs)}`,
    `Nothing changes until it’s approved.${permalink === undefined ? '' : ` <${permalink}|View request>`}`,
  )

export const renderAboveLimit = (plan: Plan, limit: number, left: number): Message =>
  renderNote(
    '🚫',
    `Did not ${planWords(plan)}: you may change ${countWords(limit, 'image')} within an hour (${numberWords(left)} left), and nobody is configured to approve more. Nothing was changed.`,
    `Select fewer images, or ask an amiops admin to name approvers under actions.${plan.action}.approval in amiops.config.yml.`,
  )

export const renderNobodyElseForPlan = (plan: Plan, unread: readonly string[]): Message =>
  renderNote(
    '🚫',
    `Did not ${planWords(plan)}: it requires approval, and no other approver is available. Nothing was changed.`,
    unread.length > 0
      ? `Slack did not say who is in ${roleWords([{ users: [], userGroups: unread }])}, so only the people named in the config count. Try again in a minute.`
      : 'Ask an amiops admin to add approvers in amiops.config.yml.',
  )
