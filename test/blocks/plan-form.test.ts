import type { KnownBlock } from '@slack/types'
import { type PlanFormView, renderOpeningPlanForm, renderPlanForm } from '../../blocks/plan-form.ts'
import { timeWords } from '../../blocks/words.ts'
import { NOON_MS } from '../domain/given.ts'
import { givenPlan, LEADS } from './given.ts'

const viewOf = (special: Partial<PlanFormView> = {}): PlanFormView => ({
  plan: givenPlan(),
  nameOf: () => 'production',
  leftOut: [],
  ...special,
})

/** The texts of a form from above to below: an input by its id and whether it is required. */
const linesOf = (view: PlanFormView): string[] =>
  (renderPlanForm(view).blocks as KnownBlock[]).map(block => {
    if (block.type === 'section') return block.text?.text ?? ''
    if (block.type === 'context') return block.elements.map(one => ('text' in one ? one.text : '')).join()
    if (block.type === 'input') return `[${block.block_id}${block.optional ? '?' : ''}: ${block.label.text}]`
    return '---'
  })

const LOSES =
  'No new instances can be launched from these AMIs; launch templates and Auto Scaling groups that use them will fail. Running instances are not affected.'
const FREE =
  '✅ No use found: no instance, launch template, Auto Scaling group, parameter or recipe names them'
const AGAIN =
  'Each image is looked at again right before it is changed, and refused if anything uses it, or has access to it, that is not known here.'
const APPROVAL = { roles: [LEADS], channel: 'ami-alerts', withinMs: 3_600_000 }
const facts = givenPlan().facts

test('while the images are looked at', () => {
  expect(renderOpeningPlanForm()).toMatchObject({
    title: { text: 'Plan' },
    close: { text: 'Cancel' },
    private_metadata: '',
    blocks: [{ type: 'section', text: { text: '⏳ Looking at the images…' } }],
  })
})

test('disable: what it costs, and the reason', () => {
  const view = viewOf()
  expect(linesOf(view)).toEqual([
    '*3 images* · ',
    `${LOSES} All launch permissions are removed; amiops saves them.`,
    FREE,
    '---',
    'and 3 more',
    '---',
    '[purpose: Reason (recorded in the audit log)]',
    AGAIN,
  ])
  expect(renderPlanForm(view)).toMatchObject({
    title: { text: 'Disable images' },
    submit: { text: 'Disable 3' },
    close: { text: 'Cancel' },
    private_metadata: '{"plan":"plan-1","mustSayWhy":true}',
  })
})

test('enable: the reason is optional; nothing is taken away', () => {
  const view = viewOf({ plan: givenPlan({ action: 'enable' }) })
  expect(linesOf(view)).toEqual([
    '*3 images* · ',
    'Launch permissions that disabling removed stay removed: click *Re-share* on the card of each image.',
    '---',
    'and 3 more',
    '---',
    '[purpose?: Reason (recorded in the audit log)]',
    'Each image is checked again right before it is changed.',
  ])
  expect(renderPlanForm(view).private_metadata).toBe('{"plan":"plan-1"}')
})

test('restore, with an approval: the reason is required', () => {
  const view = viewOf({ plan: givenPlan({ action: 'restore' }), approval: APPROVAL })
  expect(linesOf(view)).toEqual([
    '*3 images* · ',
    '---',
    'and 3 more',
    '---',
    '🤝 Requires one approval for all images, by <!subteam^S0LEADS>, <@U0ALEX> in #ami-alerts within 60 minutes.',
    '[purpose: Reason (recorded in the audit log)]',
    'Each image is checked again right before it is changed.',
  ])
  expect(renderPlanForm(view)).toMatchObject({
    submit: { text: 'Request approval' },
    private_metadata: '{"plan":"plan-1","mustSayWhy":true}',
  })
})

test('deregister: the size, the number to type, and the snapshots', () => {
  const plan = givenPlan({ action: 'deregister', facts: { ...facts, sizeGiB: 1, inUse: 1 } })
  const lines = linesOf(viewOf({ plan, changed: true, complaint: 'Say why.', leftOut: [] }))
  expect(lines).toEqual([
    '*🛑 The images have changed since you saw them.* Nothing was changed. Review them, then submit again.',
    '*3 images* · 1 GiB · ',
    LOSES,
    '⚠️ *1 image in use*',
    '⚠️ *Not known: which rule of the Recycle Bin keeps them.* Without one, an image cannot be restored.',
    '---',
    'and 3 more',
    '---',
    '❌ *Say why.*',
    '[typed: Type the number of images: 3]',
    '[purpose: Reason (recorded in the audit log)]',
    '[options?: Options]',
    AGAIN,
  ])
  expect(renderPlanForm(viewOf({ plan })).private_metadata).toBe(
    '{"plan":"plan-1","mustSayWhy":true,"typed":{"number":3}}',
  )
})

test.each([
  [{}, undefined],
  [{ deleteSnapshots: true as const }, [{ value: 'deleteSnapshots' }]],
])('deregister with the options %j', (options, initial) => {
  const { blocks } = renderPlanForm(viewOf({ plan: givenPlan({ action: 'deregister', options }) }))
  const input = blocks.find(block => 'block_id' in block && block.block_id === 'options')
  expect(input).toMatchObject({
    element: {
      options: [
        {
          text: { text: 'Delete their snapshots too' },
          description: { text: 'Snapshots used by other AMIs are kept.' },
        },
      ],
    },
  })
  const chosen = (input as { element: { initial_options?: unknown } }).element.initial_options
  if (initial === undefined) expect(chosen).toBeUndefined()
  else expect(chosen).toMatchObject(initial)
})

test('retire: from when on, and whom amiops warns', () => {
  const plan = givenPlan({ action: 'retire', retirement: { deprecateAtMs: NOON_MS } })
  expect(linesOf(viewOf({ plan }))[1]).toBe(
    `Deprecated from ${timeWords(NOON_MS)} on: EC2 then hides them from accounts that do not own them. They can still be launched by their ids. amiops warns the owners and those who run them a week and a day before, and on the day.`,
  )
})

test('dates are removed: no risk is named', () => {
  const view = viewOf({ plan: givenPlan({ action: 'retire', retirement: {} }) })
  expect(linesOf(view).slice(1, 3)).toEqual([
    'Their deprecation dates are removed: accounts that they are shared with find them again, and nobody is warned any more.',
    '---',
  ])
  expect(renderPlanForm(view)).toMatchObject({
    title: { text: 'Remove dates' },
    submit: { text: 'Remove dates of 3' },
  })
})

test('what is left out stands above the images', () => {
  const leftOut = [{ why: 'it is disabled' }] as unknown as PlanFormView['leftOut']
  expect(linesOf(viewOf({ leftOut }))[3]).toBe('↪️ 1 selected image left out: it is disabled (1).')
})

test.each([
  [2, ''],
  [1, ' (1 left)'],
])('above the limit, %s left, with approvers', (left, words) => {
  expect(linesOf(viewOf({ above: { limit: 2, left }, approval: APPROVAL }))[6]).toBe(
    `🤝 3 images are more than the 2 that you may change within an hour${words}: requires approval by <!subteam^S0LEADS>, <@U0ALEX> in #ami-alerts within 60 minutes, with the number of images typed.`,
  )
})

test('above the limit without approvers: nothing can be sent', () => {
  const view = viewOf({ above: { limit: 2, left: 2 } })
  expect(linesOf(view).slice(-2)).toEqual([
    '🚫 3 images are more than the 2 that you may change within an hour, and no approvers are configured.',
    'Select fewer images, or ask an amiops admin to configure an approval for this action.',
  ])
  const { submit, close, private_metadata } = renderPlanForm(view)
  expect({ submit, close: close?.text, private_metadata }).toEqual({
    submit: undefined,
    close: 'Close',
    private_metadata: '',
  })
})
