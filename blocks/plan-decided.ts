import type { NotAllowed } from '../src/domain/authorise.ts'
import type { Role } from '../src/domain/config.ts'
import { imagesOf, type Plan } from '../src/domain/plan.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { planWords } from './plan-words.ts'
import { groupWords, roleWords } from './role-words.ts'
import { countWords, numberWords, personWords } from './words.ts'

/** The private answers to a person who decided on a plan, or tried to. */

const requestOf = (plan: Plan): string =>
  `The request by ${personWords(plan.person, 'mention')} to ${planWords(plan)}`

/** What became of the request. */
export const renderPlanDecided = (plan: Plan): Message => {
  const { approval, state } = plan
  const by = approval?.decidedBy ? ` by ${personWords(approval.decidedBy, 'mention')}` : ''
  const request = requestOf(plan)
  switch (state) {
    case 'declined':
      return renderNote('🚫', `${request} was declined${by}. Nothing was changed.`)
    case 'withdrawn':
      return renderNote('↩️', `${request} was withdrawn${by}. Nothing was changed.`)
    case 'expired':
      return renderNote('⌛', `${request} expired: nobody decided in time. Nothing was changed.`)
    case 'open':
    case 'waiting':
      return renderNote('⏳', `${request} is still awaiting approval.`)
    default:
      return renderNote('✅', `${request} was approved${by}.`, 'Its card shows the progress.')
  }
}

export const renderOwnPlan = (plan: Plan, decision: string, roles: readonly Role[]): Message =>
  renderNote(
    '🚫',
    `You can’t ${decision} your own request to ${planWords(plan)}. Nothing was changed.`,
    `Approvers: ${roleWords(roles)}. To take the request back, click Withdraw on its card.`,
  )

export const renderNotTheirPlan = (plan: Plan): Message =>
  renderNote(
    '🚫',
    `Only ${personWords(plan.person, 'mention')} can withdraw the request to ${planWords(plan)}. Nothing was changed.`,
    'To stop it, an approver can decline it.',
  )

export const renderWrongNumber = (plan: Plan, typed: number | undefined): Message =>
  renderNote(
    '🚫',
    `Not approved: the plan has ${countWords(imagesOf(plan), 'image')}, ${typed === undefined ? 'and no number was typed' : `not ${numberWords(typed)}`}. Nothing was changed.`,
    'Look at the plan’s card, then click Approve… again.',
  )

export const renderNoPlanDecision = (plan: Plan, right: NotAllowed): Message => {
  const silent =
    right.unread.length === 0
      ? ''
      : ` Slack did not say who is in ${right.unread.map(groupWords).join(', ')}.`
  if (right.why === 'foreign-workspace')
    return renderNote(
      '🚫',
      'External (Slack Connect) users can’t approve or decline a plan. Nothing was changed.',
    )
  return renderNote(
    '🚫',
    `Only ${roleWords(right.roles) || 'an approver'} can approve or decline the request to ${planWords(plan)}. Nothing was changed.`,
    `It is still awaiting their decision.${silent}`,
  )
}

/** Stop, by somebody who may not. */
export const renderMayNotStop = (plan: Plan, right: NotAllowed): Message =>
  renderNote(
    '🚫',
    `You don’t have permission to stop the plan to ${planWords(plan)}: it goes on.`,
    `Ask ${[personWords(plan.person, 'mention'), roleWords(right.roles)].filter(Boolean).join(', ')}.`,
  )

export const renderNotStopped = (plan: Plan): Message =>
  renderNote('ℹ️', `There is nothing to stop: the plan to ${planWords(plan)} is not running.`)

export const renderPlanDecisionTooLate = (plan: Plan): Message =>
  renderNote(
    '⌛',
    `Your decision on the request to ${planWords(plan)} was not recorded: your click was delayed by more than ten minutes. Nothing was changed.`,
    'Decide again on the plan’s card.',
  )
