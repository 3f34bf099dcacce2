import { PLAN_DECLINE_CALLBACK, PLAN_NUMBER_CALLBACK } from '../src/domain/form-fields.ts'
import { type Form, form } from './form.ts'
import { textInput } from './input-elements.ts'

/** The small forms of a decision on a plan. Whether the person may decide is checked when they are sent. */

/** Asks the approver of a plan above the limit how many images it has. */
export const renderPlanNumberForm = (plan: string): Form =>
  form({
    callback: PLAN_NUMBER_CALLBACK,
    title: 'Approve plan',
    blocks: [
      textInput({
        id: 'number',
        label: 'How many images do you approve?',
        hint: 'The plan has more images than one person may change within an hour. Type the number that its card shows.',
        isRequired: true,
        isMultiline: false,
        max: 10,
      }),
    ],
    submit: 'Approve',
    close: 'Cancel',
    memo: JSON.stringify({ plan }),
  })

/** Asks the approver why. */
export const renderPlanDeclineForm = (plan: string): Form =>
  form({
    callback: PLAN_DECLINE_CALLBACK,
    title: 'Decline plan',
    blocks: [
      textInput({
        id: 'comment',
        label: 'Why do you decline?',
        hint: 'Sent to the requester and shown on the plan’s card.',
        isRequired: true,
        isMultiline: true,
        max: 500,
      }),
    ],
    submit: 'Decline',
    close: 'Cancel',
    memo: JSON.stringify({ plan }),
  })
