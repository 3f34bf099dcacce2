import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import type { Plan } from '../src/domain/plan.ts'
import { actions, type ButtonWords, button, type ConfirmWords } from './elements.ts'
import type { Part } from './part.ts'
import { planWords } from './plan-words.ts'
import { shorten, toLine } from './text.ts'
import { capital, countWords, numberWords } from './words.ts'

/** The buttons of a plan's card: to decide while it waits, to stop while it runs, to undo when it is finished. */

const approveConfirm = ({ action, images, facts }: Plan): ConfirmWords => {
  const uses = ACTION_RULES[action].asksFirst
    ? `\n${countWords(facts.inUse, 'image')} in use${facts.unknown > 0 ? `, use of ${numberWords(facts.unknown)} unknown` : ''}.`
    : ''
  return {
    title: `${ACTION_RULES[action].label} ${countWords(images, 'image')}?`,
    text: `${capital(planWords({ action, images }))}, one after the other.${uses}`,
    confirm: 'Approve',
    deny: 'Cancel',
    style: ACTION_RULES[action].asksFirst ? 'danger' : 'primary',
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

/** @param undo the action that would undo it, where there is something to undo */
export const planButtons = (plan: Plan, undo: Action | undefined): Part => {
  const list: ButtonWords = {
    actionId: 'plan-list',
    text: 'All images',
    label: `All images of the plan to ${planWords(plan)}, as a file`,
    value: plan.id,
  }
  const buttons: ButtonWords[] = [
    ...(plan.state === 'waiting' ? decisionButtons(plan) : []),
    ...(plan.state === 'running' ? [stopButton(plan)] : []),
    ...(undo === undefined
      ? []
      : [
          {
            actionId: 'plan-undo',
            text: `Undo: ${ACTION_RULES[undo].label}…`,
            label: `Undo: ${ACTION_RULES[undo].label} what was ${ACTION_RULES[plan.action].past}`,
            value: plan.id,
          },
        ]),
    list,
  ]
  return {
    blocks: [actions(...buttons.map(words => button({ ...words, label: shorten(words.label, 75) })))],
    words: `Buttons: ${buttons.map(({ text }) => text).join(', ')}`,
  }
}
