import { aliasCard } from '../../blocks/alias-card.ts'
import { renderAliasForm, targetOf } from '../../blocks/alias-form.ts'
import type { PlanCardView } from '../../blocks/plan-card-view.ts'
import type { PlanFormView } from '../../blocks/plan-form.ts'
import { type AliasChange, NAMES_IT_ALREADY } from '../../src/domain/alias-change.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { PlanImage } from '../../src/domain/plan-image.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'
import { givenAlias, givenApproval, givenPlan, LEADS } from './given.ts'

const NEW = { account: IMAGE.account, imageId: 'ami-00000000000000002' }
const place = (region: string) => ({ account: IMAGE.account, region })

/** The second image in a region, where prod named the first one. */
const item = (region: string, special: Partial<PlanImage> = {}): PlanImage => ({
  image: { ...NEW, region },
  name: 'payments-base-2',
  assignment: {
    ...place(region),
    family: 'payments-base',
    alias: 'prod',
    parameter: '/amis/payments-base/prod',
    from: { imageId: 'ami-1', name: 'payments-base-1' },
  },
  state: 'waiting',
  ...special,
})
const items = (count: number): PlanImage[] =>
  Array.from({ length: count }, (_, at) => item(`eu-west-${at + 1}`))
const HELD = [
  { ...place('us-east-1'), why: NAMES_IT_ALREADY },
  { ...place('us-east-2'), why: 'it is disabled' },
]
const USERS = { templates: 1, templateNames: ['web'], instances: 0, unread: [] }

const plan = (special: Partial<Plan> = {}, alias: Partial<AliasChange> = {}): Plan =>
  givenPlan({ action: 'promote', images: 1, alias: givenAlias(alias), ...special })

const card = (given: Plan, images: readonly PlanImage[]): PlanCardView => ({
  plan: given,
  images,
  shown: images,
  links: new Map(),
  approvers: [],
  nameOf: () => 'production',
  nowMs: NOON_MS,
  style: 'name',
})
const bodyOf = (view: PlanCardView): string[] => aliasCard.body(view).flatMap(drawn)

test.each<[string, () => PlanCardView, string[]]>([
  [
    'waiting',
    () => card(plan({ approval: givenApproval() }), items(1)),
    [
      '➡️ *production · eu-west-1*',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
  ],
  [
    'waiting, with all that is known',
    () =>
      card(
        plan(
          {},
          {
            differences: '<b> kernel',
            users: USERS,
            overridden: ['too old', 'not <scanned>'],
            heldBack: HELD,
            untouched: [place('us-west-1')],
          },
        ),
        items(5),
      ),
    [
      'Compared with now: &lt;b&gt; kernel',
      'Used by 1 launch template: web · no instance was found that runs what it names now',
      '⚠️ *Overridden:* too old; not &lt;scanned&gt;',
      '➡️ *production · eu-west-1*\n➡️ *production · eu-west-2*\n➡️ *production · eu-west-3*\n➡️ *production · eu-west-4*',
      '➡️ *production · eu-west-5*',
      '⛔ *production · us-east-2*: it is disabled',
      '✅ *production · us-east-1*: it names this image already',
      '⏸️ Stays as it is, because that plan did not set it: *production · us-west-1*',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
  ],
  [
    'running',
    () =>
      card(plan({ state: 'running' }, { differences: 'kernel', users: USERS }), [
        item('eu-west-1', { state: 'done' }),
        item('eu-west-2', { state: 'queued' }),
        item('eu-west-3', { state: 'unconfirmed' }),
        item('eu-west-4'),
      ]),
    [
      '1 of 4 places',
      '✅ *production · eu-west-1* · confirmed\n▶️ *production · eu-west-2* · setting it\n⏳ *production · eu-west-3* · accepted, awaiting confirmation\n⏳ *production · eu-west-4*',
    ],
  ],
  [
    'finished: what was not done comes first',
    () =>
      card(plan({ state: 'finished' }, { heldBack: HELD }), [
        item('eu-west-1', { state: 'done' }),
        item('eu-west-2', { state: 'failed', reason: 'SSM <said> no' }),
        item('eu-west-3', { state: 'refused', reason: 'no right' }),
        item('eu-west-4', { state: 'cancelled' }),
      ]),
    [
      '❌ *production · eu-west-2* · failed: SSM &lt;said&gt; no\n🚫 *production · eu-west-3* · not set: no right\n✋ *production · eu-west-4* · cancelled',
      '⛔ *production · us-east-2*: it is disabled',
      '✅ *production · eu-west-1* · confirmed\n✅ *production · us-east-1*: it names this image already',
    ],
  ],
  [
    'declined: no places',
    () => card(plan({ state: 'declined' }, { untouched: [place('us-west-1')] }), items(1)),
    [],
  ],
])('the card: %s', (_name, view, blocks) => {
  expect(bodyOf(view())).toEqual(blocks)
})

test('the subject of the card', () => {
  const subject = (given: Plan) => aliasCard.subject(card(given, items(1)))
  expect(subject(plan())).toEqual({
    mrkdwn: '*payments-base → prod:* `payments-base-2`\nBefore: `payments-base-1`',
    words: 'promote payments-base-2 to prod in 1 place',
  })
  const { from: _from, ...first } = givenAlias()
  expect(subject(plan({ action: 'rollback', alias: first }))).toEqual({
    mrkdwn: '*roll back payments-base → prod:* `payments-base-2`',
    words: 'roll back prod of payments-base to payments-base-2 in 1 place',
  })
})

test('where: only a retry has something to say', () => {
  expect(aliasCard.places(card(plan(), []))).toBe('')
  expect(aliasCard.places(card(plan({}, { asked: { kind: 'retry' } }), []))).toBe('retries an earlier plan')
})

test('the buttons: once it is over, and where something was done', () => {
  const buttons = (state: Plan['state'], one: PlanImage['state']) =>
    aliasCard.buttons(card(plan({ state }), [item('eu-west-1', { state: one })]))
  expect(buttons('running', 'done')).toEqual([])
  expect(buttons('finished', 'done')).toEqual([
    {
      actionId: 'plan-rollback',
      text: 'Roll back…',
      label: 'Roll back: promote payments-base-2 to prod in 1 place',
      value: 'plan-1',
    },
  ])
  expect(buttons('finished', 'failed')).toEqual([
    {
      actionId: 'plan-retry',
      text: 'Retry…',
      label: 'Retry what was not done: promote payments-base-2 to prod in 1 place',
      value: 'plan-1',
      style: 'primary',
    },
  ])
})

const form = (given: Plan, special: Partial<PlanFormView> = {}): PlanFormView => ({
  plan: given,
  nameOf: () => 'production',
  leftOut: [],
  images: items(given.images),
  ...special,
})
const APPROVAL = { roles: [LEADS], channel: 'ami-alerts', withinMs: 3_600_000 }

test.each<[string, () => PlanFormView, string[]]>([
  [
    'one place',
    () => form(plan()),
    [
      '*payments-base → prod*\n`payments-base-2`\nNow: `payments-base-1`',
      '---',
      '➡️ *production · eu-west-1*',
      '---',
      'From then on, launch templates that use the parameter launch the image that it is set to. Running instances are not affected. Everything is checked again right before.',
    ],
  ],
  [
    'with all that is known',
    () =>
      form(
        plan(
          { images: 5 },
          { differences: '<b> kernel', users: USERS, heldBack: HELD, untouched: [place('us-west-1')] },
        ),
        {
          approval: APPROVAL,
          changed: true,
          complaint: 'A reason is needed',
        },
      ),
    [
      '*🛑 This has changed since you saw it.* Nothing was set. Review it, then submit again.',
      '*payments-base → prod*\n`payments-base-2`\nNow: `payments-base-1`',
      'Compared with now: &lt;b&gt; kernel',
      'Used by 1 launch template: web · no instance was found that runs what it names now',
      '---',
      '➡️ *production · eu-west-1*\n➡️ *production · eu-west-2*\n➡️ *production · eu-west-3*\n➡️ *production · eu-west-4*',
      '➡️ *production · eu-west-5*',
      '✅ *production · us-east-1*: it names this image already\n⛔ *production · us-east-2*: it is disabled',
      '⏸️ Stays as it is, because that plan did not set it: *production · us-west-1*',
      '---',
      '🤝 Requires approval by <!subteam^S0LEADS>, <@U0ALEX> in #ami-alerts within 60 minutes.',
      '❌ *A reason is needed*',
      'From then on, launch templates that use the parameter launch the image that it is set to. Running instances are not affected. Everything is checked again right before.',
    ],
  ],
  [
    'another alias was chosen',
    () => form(plan(), { chosen: true, choices: { aliases: ['prod', 'staging'], targets: [] } }),
    [
      '*This is what you chose.* Nothing was set. Review it, then submit again.',
      '*payments-base → prod*\n`payments-base-2`\nNow: `payments-base-1`',
      '---',
      '➡️ *production · eu-west-1*',
      '---',
      'From then on, launch templates that use the parameter launch the image that it is set to. Running instances are not affected. Everything is checked again right before.',
    ],
  ],
  [
    'all are held back, and one can be overridden',
    () =>
      form(
        plan(
          { images: 0 },
          { users: USERS, heldBack: [{ ...place('eu-west-1'), why: 'too old', canOverride: true }] },
        ),
      ),
    [
      '*payments-base → prod*\n`payments-base-2`\nNow: `payments-base-1`',
      '---',
      '⚠️ *production · eu-west-1*: too old',
      '---',
      'From then on, launch templates that use the parameter launch the image that it is set to. Running instances are not affected. Everything is checked again right before.',
    ],
  ],
  [
    'all are held back',
    () => form(plan({ images: 0 }, { heldBack: HELD })),
    [
      '*payments-base → prod*\n`payments-base-2`\nNow: `payments-base-1`',
      '---',
      '✅ *production · us-east-1*: it names this image already\n⛔ *production · us-east-2*: it is disabled',
    ],
  ],
  [
    'nothing to set',
    () => form(plan({ images: 0 })),
    ['*payments-base → prod*\n`payments-base-2`\nNow: `payments-base-1`', '---', 'There is nothing to set.'],
  ],
  [
    'nothing to roll back to',
    () => form(plan({ images: 0, action: 'rollback' })),
    ['*payments-base → prod*\nNow: `payments-base-1`', '---', 'There is nothing to set.'],
  ],
])('the form: %s', (_name, view, blocks) => {
  const shown = renderAliasForm(view()).blocks.filter(({ type }) => type !== 'input')
  expect(drawn({ blocks: shown })).toEqual(blocks)
})

test('what the form asks for', () => {
  const asks = (view: PlanFormView) => {
    const { submit, close, private_metadata, title, blocks } = renderAliasForm(view)
    return {
      title: title.text,
      submit: submit?.text,
      close: close?.text,
      private_metadata,
      inputs: blocks.filter(({ type }) => type === 'input'),
    }
  }
  const TARGETS = [{ value: 'ami-1', text: 'payments-base-1' }]
  expect(asks(form(plan()))).toEqual({
    title: 'Promote',
    submit: 'Promote',
    close: 'Cancel',
    private_metadata: '{"plan":"plan-1"}',
    inputs: [
      {
        type: 'input',
        block_id: 'purpose',
        optional: true,
        label: {
          type: 'plain_text',
          text: 'Reason (recorded in the audit log)',
          emoji: false,
        },
        element: {
          type: 'plain_text_input',
          action_id: 'purpose',
          multiline: true,
          max_length: 500,
        },
      },
    ],
  })
  expect(asks(form(plan(), { approval: APPROVAL, purpose: 'new build' }))).toEqual({
    title: 'Promote',
    submit: 'Request approval',
    close: 'Cancel',
    private_metadata: '{"plan":"plan-1","mustSayWhy":true}',
    inputs: [
      {
        type: 'input',
        block_id: 'purpose',
        optional: false,
        label: {
          type: 'plain_text',
          text: 'Reason (recorded in the audit log)',
          emoji: false,
        },
        element: {
          type: 'plain_text_input',
          action_id: 'purpose',
          multiline: true,
          max_length: 500,
          initial_value: 'new build',
        },
      },
    ],
  })
  expect(asks(form(plan({ images: 0 }), { choices: { aliases: ['prod'], targets: [] } }))).toEqual({
    title: 'Promote',
    close: 'Close',
    private_metadata: '',
    inputs: [],
  })
  expect(asks(form(plan({ images: 0 }), { choices: { aliases: ['prod', 'staging'], targets: [] } }))).toEqual(
    {
      title: 'Promote',
      submit: 'Next',
      close: 'Cancel',
      private_metadata: '{"plan":"plan-1"}',
      inputs: [
        {
          type: 'input',
          block_id: 'alias',
          optional: false,
          label: {
            type: 'plain_text',
            text: 'Alias',
            emoji: false,
          },
          hint: {
            type: 'plain_text',
            text: 'Another alias is shown first: choose it, submit, and review it.',
            emoji: false,
          },
          element: {
            type: 'static_select',
            action_id: 'alias',
            options: [
              {
                value: 'prod',
                text: {
                  type: 'plain_text',
                  text: 'prod',
                  emoji: false,
                },
              },
              {
                value: 'staging',
                text: {
                  type: 'plain_text',
                  text: 'staging',
                  emoji: false,
                },
              },
            ],
            initial_option: {
              value: 'prod',
              text: {
                type: 'plain_text',
                text: 'prod',
                emoji: false,
              },
            },
          },
        },
        {
          type: 'input',
          block_id: 'purpose',
          optional: true,
          label: {
            type: 'plain_text',
            text: 'Reason (recorded in the audit log)',
            emoji: false,
          },
          element: {
            type: 'plain_text_input',
            action_id: 'purpose',
            multiline: true,
            max_length: 500,
          },
        },
      ],
    },
  )
  expect(
    asks(
      form(plan({ images: 0, action: 'rollback' }, { target: 'ami-1' }), {
        choices: { aliases: ['prod'], targets: TARGETS },
      }),
    ),
  ).toEqual({
    title: 'Roll back',
    submit: 'Roll back',
    close: 'Cancel',
    private_metadata: '{"plan":"plan-1"}',
    inputs: [
      {
        type: 'input',
        block_id: 'target',
        optional: false,
        label: {
          type: 'plain_text',
          text: 'Roll back to',
          emoji: false,
        },
        element: {
          type: 'static_select',
          action_id: 'target',
          options: [
            {
              value: 'before',
              text: {
                type: 'plain_text',
                text: 'What each place named before',
                emoji: false,
              },
            },
            {
              value: 'ami-1',
              text: {
                type: 'plain_text',
                text: 'payments-base-1',
                emoji: false,
              },
            },
          ],
          initial_option: {
            value: 'ami-1',
            text: {
              type: 'plain_text',
              text: 'payments-base-1',
              emoji: false,
            },
          },
        },
      },
      {
        type: 'input',
        block_id: 'purpose',
        optional: true,
        label: {
          type: 'plain_text',
          text: 'Reason (recorded in the audit log)',
          emoji: false,
        },
        element: {
          type: 'plain_text_input',
          action_id: 'purpose',
          multiline: true,
          max_length: 500,
        },
      },
    ],
  })
  expect(
    asks(
      form(
        plan(
          { action: 'rollback' },
          { heldBack: [{ ...place('eu-west-1'), why: 'old', canOverride: true }] },
        ),
        { choices: { aliases: ['prod'], targets: TARGETS } },
      ),
    ),
  ).toEqual({
    title: 'Roll back',
    submit: 'Roll back',
    close: 'Cancel',
    private_metadata: '{"plan":"plan-1"}',
    inputs: [
      {
        type: 'input',
        block_id: 'target',
        optional: false,
        label: {
          type: 'plain_text',
          text: 'Roll back to',
          emoji: false,
        },
        element: {
          type: 'static_select',
          action_id: 'target',
          options: [
            {
              value: 'before',
              text: {
                type: 'plain_text',
                text: 'What each place named before',
                emoji: false,
              },
            },
            {
              value: 'ami-1',
              text: {
                type: 'plain_text',
                text: 'payments-base-1',
                emoji: false,
              },
            },
          ],
          initial_option: {
            value: 'before',
            text: {
              type: 'plain_text',
              text: 'What each place named before',
              emoji: false,
            },
          },
        },
      },
      {
        type: 'input',
        block_id: 'options',
        optional: true,
        label: {
          type: 'plain_text',
          text: 'Held back',
          emoji: false,
        },
        element: {
          type: 'checkboxes',
          action_id: 'options',
          options: [
            {
              value: 'override',
              text: {
                type: 'plain_text',
                text: 'Override what is marked ⚠️',
                emoji: false,
              },
              description: {
                type: 'plain_text',
                text: 'Needs a reason. It is shown to the approvers and recorded.',
                emoji: false,
              },
            },
          ],
        },
      },
      {
        type: 'input',
        block_id: 'purpose',
        optional: true,
        label: {
          type: 'plain_text',
          text: 'Reason (recorded in the audit log)',
          emoji: false,
        },
        element: {
          type: 'plain_text_input',
          action_id: 'purpose',
          multiline: true,
          max_length: 500,
        },
      },
    ],
  })
})

test('the target that was chosen', () => {
  expect(targetOf('ami-1')).toBe('ami-1')
  expect(targetOf('before')).toBe(undefined)
  expect(targetOf(undefined)).toBe(undefined)
  const { alias: _alias, ...bare } = plan()
  expect(() => renderAliasForm(form(bare))).toThrow('Expected a plan of an alias.')
})
