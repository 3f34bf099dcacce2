import { DECLINE_CALLBACK } from '../src/domain/form-fields.ts'
import { type Form, form } from './form.ts'
import { textInput } from './input-elements.ts'

/** Asks the approver why. Whether the person may decline is checked when it is sent. */
export const renderDeclineForm = (proposalId: string): Form =>
  form({
    callback: DECLINE_CALLBACK,
    title: 'Decline request',
    blocks: [
      textInput({
        id: 'comment',
        label: 'Why do you decline?',
        hint: 'Sent to the requester, shown on the approval card and recorded in the history.',
        isRequired: true,
        isMultiline: true,
        max: 500,
      }),
    ],
    submit: 'Decline',
    close: 'Cancel',
    memo: JSON.stringify({ proposal: proposalId }),
  })
