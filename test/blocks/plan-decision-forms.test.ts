import { renderPlanDeclineForm, renderPlanNumberForm } from '../../blocks/plan-decision-forms.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })

test('above the limit the approver types how many images the plan has', () => {
  expect(renderPlanNumberForm('plan-1')).toEqual({
    type: 'modal',
    callback_id: 'amiops_plan_number',
    title: plain('Approve plan'),
    submit: plain('Approve'),
    close: plain('Cancel'),
    private_metadata: '{"plan":"plan-1"}',
    blocks: [
      {
        type: 'input',
        block_id: 'number',
        optional: false,
        label: plain('How many images do you approve?'),
        hint: plain(
          'The plan has more images than one person may change within an hour. Type the number that its card shows.',
        ),
        element: { type: 'plain_text_input', action_id: 'number', multiline: false, max_length: 10 },
      },
    ],
  })
})

test('the approver says why they decline', () => {
  expect(renderPlanDeclineForm('plan-1')).toEqual({
    type: 'modal',
    callback_id: 'amiops_plan_decline',
    title: plain('Decline plan'),
    submit: plain('Decline'),
    close: plain('Cancel'),
    private_metadata: '{"plan":"plan-1"}',
    blocks: [
      {
        type: 'input',
        block_id: 'comment',
        optional: false,
        label: plain('Why do you decline?'),
        hint: plain('Sent to the requester and shown on the plan’s card.'),
        element: { type: 'plain_text_input', action_id: 'comment', multiline: true, max_length: 500 },
      },
    ],
  })
})
