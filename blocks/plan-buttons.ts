import { actionWords, takesAway } from '../src/domain/actions.ts'
import { isFollowedUp } from '../src/domain/follow-up.ts'
import { isRemoval, type Plan } from '../src/domain/plan.ts'
import { isUndone, type PlanImage } from '../src/domain/plan-image.ts'
import { actions, type ButtonWords, button, type ConfirmWords } from './elements.ts'
import type { Part } from './part.ts'
import { planWords } from './plan-words.ts'
import { relatedWords } from './revoke-words.ts'
import { shorten, toLine } from './text.ts'
import { capital, countWords, numberWords } from './words.ts'

/** The buttons of a plan's card: to decide while it waits, to stop while it runs, to undo when it is finished. */

/** "Disable 40 images?", "Undo the revocation of payments-base-7?": an alias that returns is no image. */
const confirmTitle = (plan: Plan): string => {
  const { action, images, alias, revocation, undoes } = plan
  if (revocation) {
    const name = revocation.name ?? revocation.image.imageId
    return undoes === undefined ? `Revoke ${name}?` : `Undo the revocation of ${name}?`
  }
  if (isRemoval(plan)) return `${capital(planWords(plan))}?`
  return `${actionWords(action).label} ${alias ? alias.alias : countWords(images, 'image')}?`
}

/** What the title of a revocation's question does not say: which images, and that what runs them goes on. */
const revocationText = ({ revocation, undoes }: Plan): string | undefined => {
  if (!revocation) return undefined
  const related = relatedWords(revocation)
  if (undoes !== undefined) return `Takes back into use: ${related}.`
  const running = revocation.owners.reduce((sum, { instances }) => sum + instances, 0)
  const goOn = running === 0 ? '' : `\nNot affected: ${countWords(running, 'running instance')}.`
  return `Takes out of use: ${related}.${goOn}`
}

const approveConfirm = (plan: Plan): ConfirmWords => {
  const { action, facts } = plan
  const uses = takesAway(action)
    ? `\n${countWords(facts.inUse, 'image')} in use${facts.unknown > 0 ? `, use of ${numberWords(facts.unknown)} unknown` : ''}.`
    : ''
  return {
    title: shorten(toLine(confirmTitle(plan)), 100),
    text: shorten(revocationText(plan) ?? `${capital(planWords(plan))}.${uses}`, 300),
    confirm: 'Approve',
    deny: 'Cancel',
    style: takesAway(action) ? 'danger' : 'primary',
  }
}

const decisionButtons = (plan: Plan): ButtonWords[] => {
  const { id: value, approval, person } = plan
  const what = planWords(plan)
  return [
    approval?.mustTypeNumber
      ? {
          actionId: 'plan-approve-number',
          text: 'Approve…',
          label: `Approve: ${what}`,
          value,
          style: 'primary',
        }
      : {
          actionId: 'plan-approve',
          text: 'Approve',
          label: `Approve: ${what}`,
          value,
          style: 'primary',
          confirm: approveConfirm(plan),
        },
    { actionId: 'plan-decline', text: 'Decline…', label: `Decline: ${what}`, value },
    {
      actionId: 'plan-withdraw',
      text: 'Withdraw',
      label: `Withdraw the request to ${what}`,
      value,
      confirm: {
        title: 'Withdraw this request?',
        text: `Only the requester (@${shorten(toLine(person.name ?? person.userId), 60)}) can withdraw it. The images stay as they are.`,
        confirm: 'Withdraw',
        deny: 'Cancel',
      },
    },
  ]
}

const stopButton = (plan: Plan): ButtonWords => ({
  actionId: 'plan-stop',
  text: 'Stop',
  label: `Stop: ${planWords(plan)}`,
  value: plan.id,
  style: 'danger',
  confirm: {
    title: 'Stop this plan?',
    text: 'What has not started is cancelled. What is under way goes on, and what is done stays done.',
    confirm: 'Stop',
    deny: 'Cancel',
    style: 'danger',
  },
})

/** Requests again what was not done, with the facts of that time. */
export const retryButton = (plan: Plan, images: readonly PlanImage[]): ButtonWords[] =>
  plan.state === 'finished' && images.some(isUndone) && !isFollowedUp(plan, 'retried')
    ? [
        {
          actionId: 'plan-retry',
          text: 'Retry…',
          label: `Retry what was not done: ${planWords(plan)}`,
          value: plan.id,
          style: 'primary',
        },
      ]
    : []

/** All images, as a file. */
export const listButton = (plan: Plan): ButtonWords => ({
  actionId: 'plan-list',
  text: 'All images',
  label: `All images of the plan to ${planWords(plan)}, as a file`,
  value: plan.id,
})

/** @param others the buttons that its kind of plan has besides */
export const planButtons = (plan: Plan, others: readonly ButtonWords[]): Part[] => {
  const buttons: ButtonWords[] = [
    ...(plan.state === 'waiting' ? decisionButtons(plan) : []),
    ...(plan.state === 'running' ? [stopButton(plan)] : []),
    ...others,
  ]
  if (buttons.length === 0) return []
  return [
    {
      blocks: [actions(...buttons.map(words => button({ ...words, label: shorten(words.label, 75) })))],
      words: `Buttons: ${buttons.map(({ text }) => text).join(', ')}`,
    },
  ]
}
