import { renderApprovalCard } from '../../blocks/approval-card.ts'
import { renderAttempt } from '../../blocks/audit-line.ts'
import {
  approvalLine,
  renderChangeForm,
  renderCheckingForm,
  renderClosingForm,
  renderOpeningForm,
  warnings,
} from '../../blocks/change-form.ts'
import type { ChangeFormView } from '../../blocks/change-form-view.ts'
import { section } from '../../blocks/elements.ts'
import { type Form, form } from '../../blocks/form.ts'
import { snapshotResultWords } from '../../blocks/way-back.ts'
import type { Use } from '../../src/domain/impact.ts'
import { givenFacts, givenImpact, givenRecord, IMAGE, known, MARIA, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'

/** A name that would mention, lay out and link, as long as none that EC2 takes. */
const HOSTILE = '<!channel>&`*_~\u202e<https://evil.example|click>'.repeat(40)

const proposal = {
  id: 'a'.repeat(40),
  version: 1,
  action: 'deregister' as const,
  image: IMAGE,
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0HOME',
  appId: 'A0AMIOPS',
  state: 'open' as const,
  askedAtMs: NOON_MS,
  options: {},
}
const viewOf = (special: Partial<ChangeFormView> = {}): ChangeFormView => ({
  proposal,
  record: givenRecord(),
  accountName: 'production',
  approval: undefined,
  worse: [],
  impact: givenImpact(),
  facts: givenFacts(),
  pricePerGiB: 0.05,
  nowMs: NOON_MS,
  ...special,
})
const wordsOf = (view: ChangeFormView): string => JSON.stringify(renderChangeForm(view))
const uses = (count: number): readonly Use[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'instance', name: `api-${i}` }))

describe('the form', () => {
  test('opens with nothing to send', () => {
    const opening = renderOpeningForm('disable', proposal.id)
    expect(opening.submit).toBeUndefined()
    expect(JSON.parse(opening.private_metadata ?? '')).toEqual({ proposal: proposal.id })
  })

  test('can be sent once the last part has arrived, not before', () => {
    const { snapshots: _late, ...early } = givenImpact()
    expect(renderChangeForm(viewOf({ impact: early })).submit).toBeUndefined()
    expect(renderChangeForm(viewOf()).submit?.text).toBe('Deregister')
  })

  test('names eight uses, and counts the ninth', () => {
    expect(wordsOf(viewOf({ impact: givenImpact({ instances: known(uses(8)) }) }))).not.toContain('more uses')
    expect(wordsOf(viewOf({ impact: givenImpact({ instances: known(uses(9)) }) }))).toContain(
      '… and 1 more uses',
    )
  })

  test('of hostile names and reasons says nothing that Slack would act on, and keeps its limits', () => {
    const hostile = viewOf({
      accountName: HOSTILE,
      facts: givenFacts({ name: HOSTILE, deregistrationProtection: HOSTILE }),
      impact: givenImpact({
        instances: known([{ kind: 'instance', name: HOSTILE, detail: HOSTILE }]),
        sharing: { known: false, why: HOSTILE },
      }),
      worse: [{ kind: 'use', use: { kind: 'instance', name: HOSTILE } }],
      typed: { name: 'x'.repeat(300), purpose: 'y'.repeat(500) },
    })
    const { blocks } = renderChangeForm(hostile)
    const mrkdwn = JSON.stringify(blocks.filter(({ type }) => type !== 'input'))
    expect(mrkdwn).not.toMatch(/<!channel>|<https:|\u202e/)
    for (const block of blocks)
      if ('text' in block && typeof block.text === 'object')
        expect(block.text.text.length).toBeLessThanOrEqual(3000)
  })

  test('takes a hundred blocks and a memo of 3,000 characters, and no more', () => {
    const of = (count: number, memo: string) => () =>
      form({ title: 'x', close: 'x', memo, blocks: Array.from({ length: count }, () => section('x')) })
    expect(of(100, 'm'.repeat(3000))).not.toThrow()
    expect(of(101, '')).toThrow('at most 100 blocks')
    expect(of(1, 'm'.repeat(3001))).toThrow('at most 3000 characters')
  })

  test('asks for a title and a button of 24 characters at most, and for a button where something is typed', () => {
    const of = (title: string) => () => form({ title, close: 'x', memo: '', blocks: [section('x')] })
    expect(of('t'.repeat(24))).not.toThrow()
    expect(of('t'.repeat(25))).toThrow('1 to 24')
    const { blocks, private_metadata = '' } = renderChangeForm(viewOf())
    const withoutButton = () =>
      form({ title: 'x', close: 'x', memo: private_metadata, blocks: blocks as never })
    expect(withoutButton).toThrow('a button that sends it')
  })
})

test('the card that asks for a second person, of hostile words', () => {
  const approval = {
    roles: ['approver'],
    channel: 'ops',
    askedAtMs: NOON_MS,
    expiresAtMs: NOON_MS + 1,
    reminded: 0,
    remindAtMs: NOON_MS,
  }
  const facts = givenFacts({ name: HOSTILE })
  const impact = givenImpact({ instances: known([{ kind: 'instance' as const, name: HOSTILE }]) })
  const card = renderApprovalCard({
    proposal: { ...proposal, state: 'waiting', approval, facts, impact, purpose: HOSTILE },
    accountName: HOSTILE,
    style: 'name',
    impact,
    facts,
    pricePerGiB: 0.05,
    nowMs: NOON_MS,
    calls: [],
  })
  const quoted = card.blocks.filter(({ type }) => type === 'rich_text')
  // Plain text stays text: inside rich text, and in the question whether to approve.
  expect(JSON.stringify(quoted)).toContain('<!channel>')
  const others = JSON.stringify(
    [card.text, card.blocks.filter(({ type }) => type !== 'rich_text')],
    (key, value: unknown) => (key === 'confirm' ? '' : value),
  )
  expect(JSON.stringify(card.blocks)).toMatch(/Used by: 1 in total|Used by: instance/)
  expect(others).not.toMatch(/<!channel>|<https:/)
})

test('the audit line calls nobody, whatever was said', () => {
  const line = renderAttempt(
    {
      kind: 'request',
      id: 'x',
      atMs: NOON_MS,
      action: 'disable',
      outcome: 'refused',
      by: { ...MARIA, name: HOSTILE },
      reason: HOSTILE,
      purpose: HOSTILE,
      approvedBy: { userId: 'U0ALEX', workspaceId: 'T0HOME' },
      impactSummary: HOSTILE,
    },
    givenRecord({ facts: givenFacts({ name: HOSTILE }) }),
    HOSTILE,
  )
  expect(JSON.stringify(line)).not.toMatch(/<!channel>|<https:|<@/)
})

test('ten snapshots that stayed are named, the eleventh is counted', () => {
  const stayed = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ snapshotId: `snap-${i}`, result: 'skipped' }))
  expect(snapshotResultWords(stayed(10))).not.toContain('more')
  expect(snapshotResultWords(stayed(11))).toContain('and 1 more')
  expect(snapshotResultWords([{ snapshotId: 'snap-1', result: 'success' }])).toBe('1 of 1 snapshot deleted')
})

describe('the whole form', () => {
  const LEADS = { users: ['U0ALEX'], userGroups: ['S0LEADS'] }
  const asked = (special: Partial<NonNullable<ChangeFormView['approval']>> = {}) => ({
    need: { roles: ['leads'], channel: 'ami-alerts', withinMs: 3_600_000 },
    roles: [LEADS],
    isAlone: false,
    unread: [],
    mayOverride: false,
    ...special,
  })
  const approvalWords = (approval: ChangeFormView['approval'], pending?: string): string[] =>
    drawn({ blocks: approvalLine({ approval, pending }) })

  test.each<[string, () => string[], string[]]>([
    ['none is needed', () => approvalWords(undefined), []],
    [
      'somebody is asked',
      () => approvalWords(asked()),
      ['🤝 Requires approval by <!subteam^S0LEADS>, <@U0ALEX> in #ami-alerts within 60 minutes.'],
    ],
    [
      'nobody else is there',
      () => approvalWords(asked({ isAlone: true })),
      [
        '🚫 This requires approval, and no other approver is available. Ask an amiops admin to add approvers in amiops.config.yml.',
      ],
    ],
    [
      'nobody else is there, as far as Slack says',
      () => approvalWords(asked({ isAlone: true, unread: ['S0OPS'] })),
      [
        '🚫 This requires approval, and no other approver is available. Slack did not say who is in <!subteam^S0OPS>: try again in a minute.',
      ],
    ],
    [
      'nobody else is there, with the emergency override',
      () => approvalWords(asked({ isAlone: true, mayOverride: true })),
      ['⚠️ No other approver is available. To proceed, tick “Emergency override: skip approval” below.'],
    ],
    [
      'one is pending',
      () => approvalWords(asked(), 'Pending.'),
      [
        'A second request is not sent. Wait for the decision on the pending one; its requester can withdraw it.',
      ],
    ],
    [
      'one is pending, with the emergency override',
      () => approvalWords(asked({ mayOverride: true }), 'Pending.'),
      ['⚠️ A second request is not sent. To proceed, tick “Emergency override: skip approval” below.'],
    ],
  ])('approval: %s', (_name, words, lines) => {
    expect(words()).toEqual(lines)
  })

  test('warnings: what is pending, and what has grown', () => {
    expect(warnings({ worse: [] })).toEqual([])
    expect(
      drawn({
        blocks: warnings({
          pending: 'Maria has asked already.',
          worse: [
            { kind: 'unknown', part: 'sharing' },
            { kind: 'unknown', part: 'snapshots' },
          ],
        }),
      }),
    ).toEqual([
      '🤝 Maria has asked already.',
      '*🛑 The impact has grown while the form was open:*\n• launch permissions can no longer be checked\n• snapshots can no longer be checked\nNothing was changed. Review it, then submit again if you still want the change.',
    ])
  })

  test.each<[string, () => Form, string[]]>([
    [
      'opening',
      () => renderOpeningForm('disable', 'proposal-1'),
      [
        'Disable image',
        'no button',
        'Cancel',
        '{"proposal":"proposal-1"}',
        '⏳ Checking usage, sharing and recoverability…',
        '⏳ Checking usage, sharing and recoverability…',
      ],
    ],
    [
      'checking',
      () => renderCheckingForm('Disable image', 'proposal-1'),
      [
        'Disable image',
        'no button',
        'Close',
        '{"proposal":"proposal-1"}',
        '⏳ Re-checking before making the change…',
        '⏳ Re-checking before making the change…',
      ],
    ],
    [
      'closing',
      () => renderClosingForm('disable', [section('Done.')]),
      ['Disable image', 'no button', 'Close', '{"proposal":""}', 'Done.', 'Done.'],
    ],
    [
      'closing an undo',
      () => renderClosingForm('enable', [section('Done.')], { isUndo: true }),
      ['Undo', 'no button', 'Close', '{"proposal":""}', 'Done.', 'Done.'],
    ],
    [
      'closing one of many',
      () => renderClosingForm('enable', [section('Done.')], { isMany: true }),
      ['Enable images', 'no button', 'Close', '{"proposal":""}', 'Done.', 'Done.'],
    ],
    [
      'closing something else',
      () => renderClosingForm(undefined, [section('Done.')]),
      ['amiops', 'no button', 'Close', '{"proposal":""}', 'Done.', 'Done.'],
    ],
    [
      'closing a promotion',
      () => renderClosingForm('promote', [section('Done.')]),
      ['Promote', 'no button', 'Close', '{"proposal":""}', 'Done.', 'Done.'],
    ],
    [
      'deregister',
      () => renderChangeForm(viewOf()),
      [
        'Deregister image',
        'Deregister',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '---',
      ],
    ],
    [
      'disable',
      () =>
        renderChangeForm(
          viewOf({
            proposal: { ...proposal, action: 'disable' },
            facts: { state: 'available', tags: {}, snapshots: [] },
          }),
        ),
      [
        'Disable image',
        'Disable',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',
        '`ami-0123456789abcdef0`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected. All launch permissions are removed; amiops saves them, and the card offers to restore them after Enable.',
        '---',
      ],
    ],
    [
      'deregister, protected',
      () => renderChangeForm(viewOf({ facts: givenFacts({ deregistrationProtection: 'enabled' }) })),
      [
        'Deregister image',
        'Deregister',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mustUnprotect":true}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '---',
      ],
    ],
    [
      'disable, protected',
      () =>
        renderChangeForm(
          viewOf({
            proposal: { ...proposal, action: 'disable' },
            facts: givenFacts({ deregistrationProtection: 'enabled' }),
          }),
        ),
      [
        'Disable image',
        'Disable',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected. All launch permissions are removed; amiops saves them, and the card offers to restore them after Enable.',
        '---',
      ],
    ],
    [
      'cooldown',
      () =>
        renderChangeForm(
          viewOf({ facts: givenFacts({ deregistrationProtection: 'disabled after 2026-11-05T13:00Z' }) }),
        ),
      [
        'Deregister image',
        'no button',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '*Deregistration protection*\n🔒 Protected by a cooldown until <!date^1793883600^{date_short_pretty} at {time}|2026-11-05 13:00 UTC>: EC2 refuses to deregister it until then',
      ],
    ],
    [
      'cooldown is over',
      () =>
        renderChangeForm(
          viewOf({
            nowMs: NOON_MS,
            facts: givenFacts({ deregistrationProtection: 'disabled after 2026-11-05T12:00Z' }),
          }),
        ),
      [
        'Deregister image',
        'Deregister',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mustUnprotect":true}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '---',
      ],
    ],
    [
      'cooldown, disable',
      () =>
        renderChangeForm(
          viewOf({
            proposal: { ...proposal, action: 'disable' },
            facts: givenFacts({ deregistrationProtection: 'disabled after 2026-11-05T13:00Z' }),
          }),
        ),
      [
        'Disable image',
        'Disable',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected. All launch permissions are removed; amiops saves them, and the card offers to restore them after Enable.',
        '---',
      ],
    ],
    [
      'nobody can approve',
      () => renderChangeForm(viewOf({ approval: asked({ isAlone: true }) })),
      [
        'Deregister image',
        'no button',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '🚫 This requires approval, and no other approver is available. Ask an amiops admin to add approvers in amiops.config.yml.',
      ],
    ],
    [
      'emergency override',
      () => renderChangeForm(viewOf({ approval: asked({ isAlone: true, mayOverride: true }) })),
      [
        'Deregister image',
        'Deregister, no approval',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mustSayWhy":true,"mustOverride":true,"overrides":"deregister"}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '⚠️ No other approver is available. To proceed, tick “Emergency override: skip approval” below.',
      ],
    ],
    [
      'emergency override, ticked before',
      () =>
        renderChangeForm(
          viewOf({
            proposal: { ...proposal, options: { emergencyOverride: true } },
            approval: asked({ mayOverride: true }),
          }),
        ),
      [
        'Deregister image',
        'Deregister, no approval',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mustSayWhy":true,"overrides":"deregister"}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '🚨 *Deregister without approval:* nobody is asked, and the image is deregistered as soon as you submit.',
      ],
    ],
    [
      'approval',
      () => renderChangeForm(viewOf({ approval: asked() })),
      [
        'Deregister image',
        'Request approval',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","mustSayWhy":true}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '🤝 Requires approval by <!subteam^S0LEADS>, <@U0ALEX> in #ami-alerts within 60 minutes.',
      ],
    ],
    [
      'in use: the name is typed',
      () => renderChangeForm(viewOf({ impact: givenImpact({ instances: known(uses(1)) }) })),
      [
        'Deregister image',
        'Deregister',
        'Cancel',
        '{"proposal":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","name":"payments-base-42"}',
        '`payments-base-42`',
        '🟢 Available · production (123456789012) · eu-west-1 · `ami-0123456789abcdef0`',
        'No new instances can be launched from this AMI; launch templates and Auto Scaling groups that use it will fail. Running instances are not affected.',
        '---',
      ],
    ],
  ])('title, buttons, memo and the first and last lines: %s', (_name, render, words) => {
    const { title, submit, close, private_metadata, blocks } = render()
    const shown = drawn({ blocks: blocks.filter(({ type }) => type !== 'input') })
    expect([
      title.text,
      submit?.text ?? 'no button',
      close?.text,
      private_metadata,
      ...shown.slice(0, 3),
      shown.at(-1),
    ]).toEqual(words)
  })
})
