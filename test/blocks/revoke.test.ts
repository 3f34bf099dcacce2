import { context, divider, section } from '../../blocks/elements.ts'
import { renderPlanCard } from '../../blocks/plan-card.ts'
import type { PlanCardView } from '../../blocks/plan-card-view.ts'
import { renderRevokeForm } from '../../blocks/revoke-form.ts'
import * as words from '../../blocks/revoke-words.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { PlanImage } from '../../src/domain/plan-image.ts'
import type { Revocation, RevokedImage } from '../../src/domain/revocation.ts'
import { IMAGE, MARIA, NOON_MS } from '../domain/given.ts'
import { ALEX, givenApproval, givenPlan, LEADS, NOON_WORDS } from './given.ts'

/** The form and the card of a revocation and of its undo, as a whole. */

const nameOf = (account: string): string => (account === IMAGE.account ? 'prod <b>' : account)

const related = (relation: RevokedImage['relation'], imageId: string): RevokedImage => ({
  image: { ...IMAGE, imageId },
  relation,
})
const place = { account: IMAGE.account, region: 'eu-west-1', family: 'web', alias: 'prod', parameter: '/p' }

const REVOCATION: Revocation = {
  image: { ...IMAGE, imageId: 'ami-1' },
  name: 'web-7',
  images: [
    related('bad', 'ami-1'),
    related('copy', 'ami-2'),
    related('descendant', 'ami-3'),
    related('descendant', 'ami-4'),
  ],
  stranded: [],
  owners: [{ owner: 'payments', instances: 8 }, { instances: 1_004 }],
  unread: [],
}

const item = (imageId: string, special: Partial<PlanImage> = {}): PlanImage => ({
  image: { ...IMAGE, imageId },
  state: 'waiting',
  ...special,
})
const returns = (special: Partial<PlanImage> = {}): PlanImage =>
  item('ami-9', {
    name: 'web-6',
    assignment: { ...place, from: { imageId: 'ami-1', name: 'web-7' } },
    ...special,
  })
/** Descendant before copy and the image itself: the form sorts them. */
const disabled = [item('ami-3'), item('ami-2'), item('ami-1', { name: 'web-7' })]

const plan = (special: Partial<Plan> = {}): Plan =>
  givenPlan({ action: 'revoke', images: 4, revocation: REVOCATION, ...special })

const REASON = {
  type: 'input',
  block_id: 'purpose',
  optional: false,
  label: { type: 'plain_text', text: 'Reason (recorded in the audit log)', emoji: false },
  element: { type: 'plain_text_input', action_id: 'purpose', multiline: true, max_length: 500 },
}
const OWNERS = section('⚠️ *1,012 running instances are not affected:* payments (8), no owner tag (1,004)')

test('the form: aliases, images, who runs them', () => {
  expect(renderRevokeForm({ plan: plan(), nameOf, leftOut: [], images: [...disabled, returns()] })).toEqual({
    type: 'modal',
    callback_id: 'amiops_plan',
    title: { type: 'plain_text', text: 'Revoke image', emoji: false },
    submit: { type: 'plain_text', text: 'Revoke', emoji: false },
    close: { type: 'plain_text', text: 'Cancel', emoji: false },
    private_metadata: '{"plan":"plan-1","mustSayWhy":true}',
    blocks: [
      section('`web-7` `ami-1`'),
      divider(),
      section('*First, aliases return*'),
      section('🔁 *web → prod*, prod &lt;b&gt; · eu-west-1: `web-7` → `web-6`'),
      divider(),
      section('*Then 3 images are disabled* · the image itself, 1 copy, 2 descendants'),
      section(
        '• `web-7` `ami-1` · prod &lt;b&gt; · eu-west-1 · the bad image\n• `ami-2` · prod &lt;b&gt; · eu-west-1 · copy',
      ),
      section('• `ami-3` · prod &lt;b&gt; · eu-west-1 · descendant'),
      context('1 more image cannot be launched anyway, and is marked as revoked.'),
      divider(),
      OWNERS,
      divider(),
      REASON,
      context(
        'Images are disabled after the aliases have returned. An image is disabled even where its alias cannot return. Launch permissions are saved, and Undo restores them.',
      ),
    ],
  })
})

test('the form of the undo: images first, then aliases', () => {
  const { title, submit, blocks } = renderRevokeForm({
    plan: plan({ undoes: 'plan-0', revocation: { ...REVOCATION, unread: ['`web-8`: it is gone'] } }),
    nameOf,
    leftOut: [],
    images: [item('ami-1'), item('ami-1', { action: 'share' }), returns()],
    changed: true,
    complaint: 'Say why.',
    approval: { roles: [LEADS], channel: 'ami-alerts', withinMs: 3_600_000 },
    purpose: 'false alarm',
  })
  expect([title?.text, submit?.text]).toEqual(['Undo revocation', 'Request approval'])
  expect(blocks).toEqual([
    section('*🛑 This has changed since you saw it.* Nothing was changed. Review it, then submit again.'),
    section('`web-7` `ami-1`'),
    section('⚠️ *Not undone:* `web-8`: it is gone'),
    divider(),
    section(
      '*1 image is enabled, and launch permissions restored* · the image itself, 1 copy, 2 descendants',
    ),
    section('• `ami-1` · prod &lt;b&gt; · eu-west-1 · the bad image'),
    divider(),
    section('*Last, aliases return*'),
    section('🔁 *web → prod*, prod &lt;b&gt; · eu-west-1: `web-7` → `web-6`'),
    divider(),
    context(
      '🤝 Requires one approval for all images, by <!subteam^S0LEADS>, <@U0ALEX> in #ami-alerts within 60 minutes.',
    ),
    section('❌ *Say why.*'),
    { ...REASON, element: { ...REASON.element, initial_value: 'false alarm' } },
    context(
      'Each step is checked again right before. Afterwards the images can be enabled, shared and promoted as before.',
    ),
  ])
})

const STRANDED = { ...place, from: { imageId: 'ami-1', name: 'web-7' }, why: 'no good build is left' }
const STRANDED_LINE =
  '⛔ *web → prod*, prod &lt;b&gt; · eu-west-1: no good build is left. It stays at `web-7`: launches through it fail once the image is disabled.'

test.each<[string, Partial<Plan>, readonly PlanImage[], string, string]>([
  ['nothing to do', {}, [], '✅ No alias names any of them.', '*No image is disabled*'],
  [
    'its undo',
    { undoes: 'p' },
    [],
    '✅ No alias names any of them.',
    '*No image is enabled; they are no longer marked as revoked*',
  ],
  ['images alone', {}, [item('ami-1')], '✅ No alias names any of them.', '*1 image is disabled*'],
  [
    'an undo without permissions',
    { undoes: 'p' },
    [item('ami-1'), item('ami-2')],
    '✅ No alias names any of them.',
    '*2 images are enabled*',
  ],
  [
    'a stranded alias',
    { revocation: { ...REVOCATION, stranded: [STRANDED] } },
    [item('ami-1')],
    STRANDED_LINE,
    '*1 image is disabled*',
  ],
])('the titles of the form: %s', (_, special, images, aliases, title) => {
  const { blocks } = renderRevokeForm({ plan: plan(special), nameOf, leftOut: [], images })
  expect(blocks).toContainEqual(section(aliases))
  expect(blocks).toContainEqual(section(`${title} · the image itself, 1 copy, 2 descendants`))
})

test('a form that nobody can send, with as many images as fit', () => {
  const images = Array.from({ length: 14 }, (_, i) => item(`ami-${i + 1}`))
  const { blocks, ...rest } = renderRevokeForm({
    plan: plan(),
    nameOf: () => 'prod',
    leftOut: [],
    images,
    above: { limit: 2, left: 1 },
  })
  expect(rest).toEqual({
    type: 'modal',
    callback_id: 'amiops_form',
    title: { type: 'plain_text', text: 'Revoke image', emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    private_metadata: '',
  })
  expect(blocks.slice(-7)).toEqual([
    section('• `ami-11` · prod · eu-west-1\n• `ami-12` · prod · eu-west-1'),
    context('and 2 more'),
    divider(),
    OWNERS,
    divider(),
    section(
      '🚫 4 images are more than the 2 that you may change within an hour (1 left), and no approvers are configured.',
    ),
    context('Select fewer images, or ask an amiops admin to configure an approval for this action.'),
  ])
})

test('a plan of something else has no such form', () => {
  expect(() => renderRevokeForm({ plan: givenPlan(), nameOf, leftOut: [] })).toThrow(
    'Expected a plan of a revocation.',
  )
})

const cardOf = (special: Partial<Plan>, images: readonly PlanImage[]) => {
  const view: PlanCardView = {
    plan: plan(special),
    images,
    shown: images,
    links: new Map(),
    approvers: [LEADS],
    nameOf,
    nowMs: NOON_MS,
    style: 'name',
  }
  return renderPlanCard(view)
}

const COVERS = 'the image itself, 1 copy, 2 descendants'

const buttonNames = (blocks: ReturnType<typeof cardOf>['blocks']): string[] =>
  blocks.flatMap(block =>
    block.type === 'actions'
      ? block.elements.flatMap(one =>
          'action_id' in one ? `${one.action_id}: ${'value' in one ? one.value : ''}` : [],
        )
      : [],
  )

test('the card while it waits', () => {
  const { blocks } = cardOf({ approval: givenApproval({ mustTypeNumber: true }), purpose: 'a backdoor' }, [
    item('ami-1'),
    returns(),
  ])
  expect(blocks.filter(({ type }) => type !== 'actions' && type !== 'rich_text')).toEqual([
    section('*🤝 Approval needed:* revoke web-7 (4 images)\nApprovers: <!subteam^S0LEADS>, <@U0ALEX>'),
    context(`Covers: ${COVERS}`),
    section(
      '⏳ *web → prod*, prod &lt;b&gt; · eu-west-1: `web-7` → `web-6`\n⏳ `ami-1` · prod &lt;b&gt; · eu-west-1 · the bad image',
    ),
    OWNERS,
    section('⚠️ *More than one person may change within an hour:* the approver types the number of images.'),
    context(`⏳ Awaiting approval · expires ${NOON_WORDS}`),
    context('Requested by @maria'),
  ])
  expect(buttonNames(blocks)).toEqual([
    'plan-approve-number: plan-1',
    'plan-decline: plan-1',
    'plan-withdraw: plan-1',
    'plan-list: plan-1',
  ])
})

test('the card of a revocation that was done in part: what was not done first', () => {
  const { blocks } = cardOf(
    {
      state: 'finished',
      approval: givenApproval({ decidedBy: ALEX }),
      revocation: { ...REVOCATION, stranded: [STRANDED], unread: ['lab us-east-1: denied'] },
    },
    [
      item('ami-3', { state: 'done' }),
      item('ami-1', { state: 'refused', reason: 'it is *protected*' }),
      returns({ state: 'done' }),
      returns({ state: 'failed' }),
    ],
  )
  expect(blocks).toEqual([
    section('*⚠️ Done in part:* revoke web-7 (4 images)'),
    context(`Revoked: ${COVERS}`),
    section('4 steps: 2 done, 1 refused, 1 failed'),
    section(`${STRANDED_LINE}\n❌ *web → prod*, prod &lt;b&gt; · eu-west-1: \`web-7\` → \`web-6\``),
    section(
      '🚫 `ami-1` · prod &lt;b&gt; · eu-west-1 · the bad image: it is *protected*\n✅ *web → prod*, prod &lt;b&gt; · eu-west-1: `web-7` → `web-6`',
    ),
    section('✅ `ami-3` · prod &lt;b&gt; · eu-west-1 · descendant'),
    OWNERS,
    section('⚠️ *Not checked:* lab us-east-1: denied'),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'plan-undo',
          text: { type: 'plain_text', text: 'Undo…', emoji: false },
          accessibility_label: 'Undo: revoke web-7 (4 images)',
          value: 'plan-1',
        },
        {
          type: 'button',
          action_id: 'plan-list',
          text: { type: 'plain_text', text: 'All images', emoji: false },
          accessibility_label: 'All images of the plan to revoke web-7 (4 images), as a file',
          value: 'plan-1',
        },
      ],
    },
    context('Requested by @maria · approved by @alex'),
  ])
})

test.each<[string, Partial<Plan>, readonly PlanImage[], readonly string[]]>([
  [
    'runs',
    { state: 'running' },
    [item('ami-1', { state: 'done' }), item('ami-2', { state: 'queued' })],
    [`Revoked: ${COVERS}`, '1 of 2 steps · 1 done, 1 under way'],
  ],
  [
    'an undo runs',
    { state: 'running', undoes: 'p' },
    [item('ami-1', { state: 'queued', action: 'share' })],
    [
      `Covers: ${COVERS}`,
      '0 of 1 step · 1 under way',
      '▶️ Launch permissions of `ami-1` · prod &lt;b&gt; · eu-west-1 · the bad image',
    ],
  ],
  [
    'nothing was left to disable',
    { state: 'finished' },
    [],
    [`Revoked: ${COVERS}`, 'Its images are marked as revoked.'],
  ],
  [
    'nothing was left to enable',
    { state: 'finished', undoes: 'p' },
    [],
    [`Covers: ${COVERS}`, 'Its images are no longer marked as revoked.'],
  ],
  [
    'all is done',
    { state: 'finished', undoes: 'p' },
    [item('ami-1', { state: 'done' })],
    [`Covers: ${COVERS}`, '✅ `ami-1` · prod &lt;b&gt; · eu-west-1 · the bad image'],
  ],
  ['it was declined', { state: 'declined' }, [item('ami-1')], []],
])('the card when %s', (_, special, images, shown) => {
  const { blocks } = cardOf(special, images)
  const lines = blocks.flatMap(block =>
    block.type === 'section'
      ? (block.text?.text ?? [])
      : block.type === 'context'
        ? block.elements.flatMap(one => ('text' in one ? one.text : []))
        : [],
  )
  // Between the title and the small print.
  expect(lines.slice(1, -1).slice(0, shown.length)).toEqual(shown)
})

test.each<[string, Partial<Plan>, readonly PlanImage[], readonly string[]]>([
  [
    'one that did something',
    { state: 'finished' },
    [item('ami-1', { state: 'done' })],
    ['plan-undo: plan-1', 'plan-list: plan-1'],
  ],
  ['one that marked images alone', { state: 'finished' }, [], ['plan-undo: plan-1', 'plan-list: plan-1']],
  [
    'one that did nothing',
    { state: 'finished' },
    [item('ami-1', { state: 'failed' })],
    ['plan-list: plan-1'],
  ],
  ['an undo', { state: 'finished', undoes: 'p' }, [item('ami-1', { state: 'done' })], ['plan-list: plan-1']],
  [
    'one that is undone',
    { state: 'finished', undone: { planId: 'q', by: ALEX } },
    [item('ami-1', { state: 'done' })],
    ['plan-list: plan-1'],
  ],
  [
    'one that runs',
    { state: 'running' },
    [item('ami-1', { state: 'done' })],
    ['plan-stop: plan-1', 'plan-list: plan-1'],
  ],
])('the buttons of a revocation: %s', (_, special, images, names) => {
  expect(buttonNames(cardOf(special, images).blocks)).toEqual(names)
})

test('more steps than a card shows are counted', () => {
  const images = Array.from({ length: 12 }, (_, i) => item(`ami-${i + 1}`))
  expect(cardOf({ state: 'running' }, images).blocks).toContainEqual(
    context('and 2 more: “All images” sends you the complete list'),
  )
})

test.each([
  [[], '✅ No instance was found that runs them.'],
  [[{ owner: 'a<b', instances: 1 }], '⚠️ *1 running instance is not affected:* a&lt;b (1)'],
])('who runs revoked images: %j', (owners, line) => {
  expect(words.ownersLine(owners)).toBe(line)
})

test('what was not checked is named up to eight', () => {
  const unread = Array.from({ length: 10 }, (_, i) => `lab-${i}`)
  expect(words.unreadLine({ ...REVOCATION, unread: unread.slice(0, 8) }, false)).toBe(
    '⚠️ *Not checked:* lab-0; lab-1; lab-2; lab-3; lab-4; lab-5; lab-6; lab-7',
  )
  expect(words.unreadLine({ ...REVOCATION, unread }, true)).toBe(
    '⚠️ *Not undone:* lab-0; lab-1; lab-2; lab-3; lab-4; lab-5; lab-6; lab-7; and 2 more',
  )
})

test('an image is called by its relation, its alias by its name or id', () => {
  const image = { ...IMAGE, imageId: 'ami-2' }
  expect(words.relationWords(REVOCATION, image)).toBe(' · copy')
  expect(words.relationWords(REVOCATION, { ...image, region: 'us-east-1' })).toBe('')
  expect(words.relatedWords({ ...REVOCATION, images: REVOCATION.images.slice(0, 1) })).toBe(
    'the image itself',
  )
  expect(
    words.relatedWords({ ...REVOCATION, images: Array.from({ length: 3 }, () => related('copy', 'x')) }),
  ).toBe('the image itself, 3 copies')
  expect(words.returnLine(item('ami-9'), nameOf)).toBe('')
  expect(words.returnLine(item('ami-9', { assignment: place }), nameOf)).toBe(
    '*web → prod*, prod &lt;b&gt; · eu-west-1: not set → `ami-9`',
  )
  expect(
    words.returnLine(item('ami-9', { assignment: { ...place, from: { imageId: 'ami-8' } } }), nameOf),
  ).toBe('*web → prod*, prod &lt;b&gt; · eu-west-1: `ami-8` → `ami-9`')
})

test.each([
  [
    { by: MARIA, atMs: 0, planId: 'p', reason: 'a "back" <door>' },
    'mention',
    "⛔ Revoked by <@U0MARIA>: “a 'back' &lt;door&gt;”",
  ],
  [{ by: MARIA, atMs: 0, planId: 'p' }, 'name', '⛔ Revoked by @maria'],
] as const)('the mark on a card: %j', (mark, style, line) => {
  expect(words.revokedWords(mark, style)).toBe(line)
})

test('the card of an undo: what is not undone, and nothing of who runs the images', () => {
  const { blocks } = cardOf(
    {
      state: 'finished',
      undoes: 'plan-0',
      approval: givenApproval({ decidedBy: ALEX, mustTypeNumber: true }),
      revocation: { ...REVOCATION, unread: ['web-8: it is gone'] },
    },
    Array.from({ length: 10 }, (_, i) => item(`ami-${i + 1}`, { state: 'done' })),
  )
  expect(blocks.filter(({ type }) => type !== 'actions')).toEqual([
    section('*✅ Done:* undo the revocation of web-7 (4 images)'),
    context(`Covers: ${COVERS}`),
    section(
      '✅ `ami-1` · prod &lt;b&gt; · eu-west-1 · the bad image\n✅ `ami-2` · prod &lt;b&gt; · eu-west-1 · copy',
    ),
    section(
      '✅ `ami-3` · prod &lt;b&gt; · eu-west-1 · descendant\n✅ `ami-4` · prod &lt;b&gt; · eu-west-1 · descendant',
    ),
    ...[5, 7, 9].map(n =>
      section(
        `✅ \`ami-${n}\` · prod &lt;b&gt; · eu-west-1\n✅ \`ami-${n + 1}\` · prod &lt;b&gt; · eu-west-1`,
      ),
    ),
    section('⚠️ *Not undone:* web-8: it is gone'),
    context('Requested by @maria · approved by @alex · undoes an earlier plan'),
  ])
})

test.each([
  [4, []],
  [3, ['1 more image cannot be launched anyway, and is marked as revoked.']],
  [2, ['2 more images cannot be launched anyway, and are marked as revoked.']],
])('of 4 revoked images the form disables %d', (count, said) => {
  const images = Array.from({ length: count }, (_, i) => item(`ami-${i + 1}`))
  const { blocks } = renderRevokeForm({ plan: plan(), nameOf, leftOut: [], images })
  expect(blocks.flatMap(block => (block.type === 'context' ? [block] : [])).slice(0, -1)).toEqual(
    said.map(text => context(text)),
  )
})
