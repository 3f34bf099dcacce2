import { type ConfirmView, renderConfirmForm } from '../../blocks/confirm-form.ts'
import { renderDeclineForm } from '../../blocks/decline-form.ts'
import { givenFacts, givenRecord, givenTold, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'
import { LEADS } from './given.ts'

test('the form of a decline asks why', () => {
  expect(renderDeclineForm('proposal-1')).toEqual({
    type: 'modal',
    callback_id: 'amiops_decline',
    title: {
      type: 'plain_text',
      text: 'Decline request',
      emoji: false,
    },
    close: {
      type: 'plain_text',
      text: 'Cancel',
      emoji: false,
    },
    submit: {
      type: 'plain_text',
      text: 'Decline',
      emoji: false,
    },
    private_metadata: '{"proposal":"proposal-1"}',
    blocks: [
      {
        type: 'input',
        block_id: 'comment',
        optional: false,
        label: {
          type: 'plain_text',
          text: 'Why do you decline?',
          emoji: false,
        },
        hint: {
          type: 'plain_text',
          text: 'Sent to the requester, shown on the approval card and recorded in the history.',
          emoji: false,
        },
        element: {
          type: 'plain_text_input',
          action_id: 'comment',
          multiline: true,
          max_length: 500,
        },
      },
    ],
  })
})

const view = (special: Partial<ConfirmView> = {}): ConfirmView => ({
  action: 'enable',
  record: givenRecord({
    facts: givenFacts({ state: 'disabled' }),
    lastEvent: givenTold({ state: 'disabled' }),
  }),
  accountName: 'production',
  channelId: 'C0READY',
  approvers: [],
  ...special,
})
const gone = givenRecord({
  lastEvent: givenTold({ state: 'deregistered' }),
  recycled: { untilMs: NOON_MS } as never,
})

test('the form that confirms a change', () => {
  const { blocks: _blocks, ...others } = renderConfirmForm(view())
  expect(others).toEqual({
    type: 'modal',
    callback_id: 'amiops_confirm',
    title: {
      type: 'plain_text',
      text: 'Enable image',
      emoji: false,
    },
    close: {
      type: 'plain_text',
      text: 'Cancel',
      emoji: false,
    },
    submit: {
      type: 'plain_text',
      text: 'Enable',
      emoji: false,
    },
    private_metadata:
      '{"action":"enable","image":"123456789012/eu-west-1/ami-0123456789abcdef0","channel":"C0READY"}',
  })
})

test.each<[string, () => ConfirmView, string[]]>([
  [
    'Enable',
    () => view(),
    [
      '`payments-base-42`',
      '🟡 Disabled · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
      'Instances can be launched again. Launch permissions removed by disabling are not restored automatically.',
    ],
  ],
  [
    'Enable, which somebody may have to approve',
    () => view({ approvers: [LEADS] }),
    [
      '`payments-base-42`',
      '🟡 Disabled · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
      'Instances can be launched again. Launch permissions removed by disabling are not restored automatically.',
      'May require approval by <!subteam^S0LEADS>, <@U0ALEX>.',
    ],
  ],
  [
    'Restore, until when it can be done',
    () => view({ action: 'restore', record: gone }),
    [
      '`ami-0123456789abcdef0`',
      '⚫ Deregistered · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
      'Restores the image and its launch permissions from the Recycle Bin, including its snapshots if they are retained.',
      '♻️ Restorable from the Recycle Bin until <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
  ],
  [
    'Restore, not known until when',
    () => view({ action: 'restore', record: { ...gone, recycled: undefined } as never }),
    [
      '`ami-0123456789abcdef0`',
      '⚫ Deregistered · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
      'Restores the image and its launch permissions from the Recycle Bin, including its snapshots if they are retained.',
    ],
  ],
  [
    'another action on what can be restored',
    () => view({ action: 'enable', record: gone }),
    [
      '`ami-0123456789abcdef0`',
      '⚫ Deregistered · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
      'Instances can be launched again. Launch permissions removed by disabling are not restored automatically.',
    ],
  ],
])('%s', (_name, given, blocks) => {
  expect(drawn(renderConfirmForm(given()))).toEqual(blocks)
})
