import { renderApprovalCard, renderReminder } from '../../blocks/approval-card.ts'
import type { ApprovalView } from '../../blocks/approval-view.ts'
import { renderApprovalOver } from '../../blocks/decided-card.ts'
import type { Approval, Proposal } from '../../src/domain/proposal.ts'
import { givenFacts, givenImpact, known, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'
import { ALEX, givenApproval, givenProposal, LEADS } from './given.ts'

const LOST =
  'The outcome was not recorded. Check the state on the image’s card, and send a new request if the change is missing.'
const LATER = NOON_MS + 60_000

type Asked = Proposal & { approval: Approval }

/** Alex decided on maria's request a minute after noon. */
const asked = (special: Partial<Proposal> = {}, approval: Partial<Approval> = {}): Asked => ({
  ...givenProposal({ facts: givenFacts(), ...special }),
  approval: givenApproval({ decidedBy: ALEX, decidedAtMs: LATER, ...approval }) as Approval,
})
const view = (proposal: Asked, special: Partial<ApprovalView> = {}): ApprovalView => ({
  proposal,
  accountName: 'production',
  style: 'name',
  impact: givenImpact(),
  facts: givenFacts(),
  pricePerGiB: 0.05,
  nowMs: NOON_MS - 1,
  ...special,
})
const nobody = (state: Proposal['state']): Asked => {
  const { decidedBy: _by, decidedAtMs: _at, ...approval } = asked().approval
  return { ...asked({ state }), approval }
}

test.each<[string, () => Asked, string[], string]>([
  [
    'approved',
    () => asked({ state: 'approved' }),
    [
      '*✅ Approved:* disable `payments-base-42` (`ami-0123456789abcdef0`)\nBy @alex · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC>',
      '⏳ Disabling the image…',
      'Requested by @maria',
      'production (123456789012), eu-west-1',
    ],
    '✅ Approved by @alex · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC>: disable `payments-base-42` (`ami-0123456789abcdef0`). ⏳ Disabling the image…. Requested by @maria. production (123456789012), eu-west-1',
  ],
  [
    'approved, with all that is known',
    () =>
      asked({
        state: 'approved',
        action: 'deregister',
        purpose: 'too\nold',
        options: { deleteSnapshots: true },
        impact: givenImpact(),
      }),
    [
      '*✅ Approved:* deregister `payments-base-42` (`ami-0123456789abcdef0`)\nBy @alex · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC>',
      '⏳ Deregistering the image…',
      'Requested by @maria · reason: too old',
      'production (123456789012), eu-west-1 · delete its snapshots · at request time: no usage found · not shared · Recycle Bin 14 days',
    ],
    '✅ Approved by @alex · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC>: deregister `payments-base-42` (`ami-0123456789abcdef0`). ⏳ Deregistering the image…. Requested by @maria · reason: too old. production (123456789012), eu-west-1 · delete its snapshots · at request time: no usage found · not shared · Recycle Bin 14 days',
  ],
  [
    'declined with a comment',
    () => asked({ state: 'declined' }, { comment: 'not\nnow' }),
    [
      '*🚫 Declined:* disable `payments-base-42` (`ami-0123456789abcdef0`)\nBy @alex · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC> · nothing was changed',
      'not now',
      'Requested by @maria',
      'production (123456789012), eu-west-1',
    ],
    '🚫 Declined by @alex · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC> · nothing was changed: disable `payments-base-42` (`ami-0123456789abcdef0`). Comment: not now. Requested by @maria. production (123456789012), eu-west-1',
  ],
  [
    'withdrawn',
    () => asked({ state: 'withdrawn' }),
    [
      '*↩️ Withdrawn:* disable `payments-base-42` (`ami-0123456789abcdef0`)\nBy @alex · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC> · nothing was changed',
      'Requested by @maria',
      'production (123456789012), eu-west-1',
    ],
    '↩️ Withdrawn by @alex · <!date^1793880060^{date_short_pretty} at {time}|2026-11-05 12:01 UTC> · nothing was changed: disable `payments-base-42` (`ami-0123456789abcdef0`). Requested by @maria. production (123456789012), eu-west-1',
  ],
  [
    'expired',
    () => nobody('expired'),
    [
      '*⌛ Expired:* disable `payments-base-42` (`ami-0123456789abcdef0`)\nNobody decided in time · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> · nothing was changed',
      'Requested by @maria',
      'production (123456789012), eu-west-1',
    ],
    '⌛ Expired: nobody decided in time · <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC> · nothing was changed: disable `payments-base-42` (`ami-0123456789abcdef0`). Requested by @maria. production (123456789012), eu-west-1',
  ],
  [
    'approved, by whom is not known',
    () => nobody('approved'),
    [
      '*✅ Approved:* disable `payments-base-42` (`ami-0123456789abcdef0`)\n<!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      '⏳ Disabling the image…',
      'Requested by @maria',
      'production (123456789012), eu-west-1',
    ],
    '✅ Approved <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>: disable `payments-base-42` (`ami-0123456789abcdef0`). ⏳ Disabling the image…. Requested by @maria. production (123456789012), eu-west-1',
  ],
])('%s', (_name, proposal, blocks, text) => {
  const card = renderApprovalCard(view(proposal()))
  expect(drawn(card)).toEqual(blocks)
  expect(card.text).toBe(text)
  expect(card.metadata).toEqual({ event_type: 'amiops_approval', event_payload: { proposal: 'proposal-1' } })
})

test.each<[string, Approval['ending'], string]>([
  ['in progress', undefined, '⏳ Disabling the image…'],
  ['confirmed', { outcome: 'confirmed' }, '✅ Disabled · confirmed by AWS'],
  ['accepted', { outcome: 'accepted' }, '⏳ Accepted by EC2, awaiting confirmation'],
  ['unknown', { outcome: 'unknown' }, '❔ EC2 did not answer: its state is checked within minutes'],
  ['failed', { outcome: 'failed', reason: 'EC2 said <no>.' }, '❌ Not disabled. EC2 said &lt;no&gt;.'],
  ['failed, why is not known', { outcome: 'failed' }, '❌ Not disabled.'],
  ['refused', { outcome: 'refused', reason: 'it is in use' }, '❌ Not disabled: it is in use'],
  ['refused, why is not known', { outcome: 'refused' }, '❌ Not disabled.'],
  [
    'never known',
    { outcome: 'failed', reason: LOST },
    '❔ The outcome was not recorded. Check the state on the image’s card, and send a new request if the change is missing.',
  ],
])('the outcome of what was approved: %s', (_name, ending, line) => {
  const proposal = asked({ state: 'approved' }, ending && { ending })
  expect(drawn(renderApprovalCard(view(proposal)))[1]).toBe(line)
})

test.each<[() => Asked, string]>([
  [
    () => asked({ state: 'approved' }),
    '✅ Approved by @alex: disable `payments-base-42` (`ami-0123456789abcdef0`), requested by @maria. No decision is needed any more.',
  ],
  [
    () => asked({ state: 'declined' }),
    '🚫 Declined by @alex: disable `payments-base-42` (`ami-0123456789abcdef0`), requested by @maria. No decision is needed any more.',
  ],
  [
    () => asked({ state: 'withdrawn' }),
    '↩️ Withdrawn by @alex: disable `payments-base-42` (`ami-0123456789abcdef0`), requested by @maria. No decision is needed any more.',
  ],
  [
    () => nobody('expired'),
    '⌛ Expired: disable `payments-base-42` (`ami-0123456789abcdef0`), requested by @maria. No decision is needed any more.',
  ],
])('the line in the thread that ends the reminders', (proposal, line) => {
  const message = renderApprovalOver(proposal())
  expect(message.text).toBe(line)
  expect(drawn(message)).toEqual([line])
})

test('a reminder mentions the approvers', () => {
  const message = renderReminder(asked(), [LEADS])
  expect(message.text).toBe(
    '⏰ <!subteam^S0LEADS>, <@U0ALEX> · still awaiting your approval: disable `payments-base-42` · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
  expect(drawn(message)).toEqual([message.text])
  const { facts: _facts, ...bare } = asked({ action: 'deregister' })
  expect(renderReminder(bare, [LEADS]).text).toBe(
    '⏰ <!subteam^S0LEADS>, <@U0ALEX> · still awaiting your approval: deregister `ami-0123456789abcdef0` · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  )
})

const shared = { accounts: ['111111111111'], organizations: [], organizationalUnits: [], isPublic: false }
const LAUNCHES = { accounts: 1, others: 0, cannot: 1, withoutKey: 1, unknown: 0 }

test.each<[string, () => ApprovalView, string[], string]>([
  [
    'nothing is known yet',
    () => view(asked(), { impact: {} }),
    [
      '🤝 *Approval needed:* @maria wants to disable `payments-base-42` (`ami-0123456789abcdef0`)',
      'No reason was given.',
      '🟢 Available · production (123456789012), eu-west-1',
      '[Approve] Approve: disable ami-0123456789abcdef0 -> approve proposal-1, primary\n[Decline…] Decline: disable ami-0123456789abcdef0 -> decline proposal-1\n[Withdraw] Withdraw the request to disable ami-0123456789abcdef0 -> withdraw proposal-1',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
    'Approval needed: @maria wants to disable `payments-base-42` (`ami-0123456789abcdef0`). No reason was given. 🟢 Available · production (123456789012), eu-west-1. Buttons: Approve, Decline, Withdraw. ⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  ],
  [
    'disable, with a reason and approvers',
    () => view(asked({ purpose: 'too old' }), { calls: [LEADS] }),
    [
      '🤝 *Approval needed:* @maria wants to disable `payments-base-42` (`ami-0123456789abcdef0`)\nApprovers: <!subteam^S0LEADS>, <@U0ALEX>',
      'too old',
      '🟢 Available · production (123456789012), eu-west-1',
      '*Used by*\nNo usage found in this account. Usage in other accounts is not checked.',
      '*Access*\nPrivate: not shared',
      '*Last launched*\nNever launched, according to EC2 (can lag up to 24 h)',
      '*Snapshots*\nnone',
      '[Approve] Approve: disable ami-0123456789abcdef0 -> approve proposal-1, primary\n[Decline…] Decline: disable ami-0123456789abcdef0 -> decline proposal-1\n[Withdraw] Withdraw the request to disable ami-0123456789abcdef0 -> withdraw proposal-1',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
    '<!subteam^S0LEADS>, <@U0ALEX> Approval needed: @maria wants to disable `payments-base-42` (`ami-0123456789abcdef0`). Reason: too old. 🟢 Available · production (123456789012), eu-west-1. Used by: No usage found in this account. Usage in other accounts is not checked. Access: Private: not shared. Last launched: Never launched, according to EC2 (can lag up to 24 h). Snapshots: none. Buttons: Approve, Decline, Withdraw. ⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  ],
  [
    'deregister with its snapshots, and the impact has grown',
    () =>
      view(asked({ action: 'deregister', options: { deleteSnapshots: true } }), {
        worse: [
          { kind: 'unknown', part: 'sharing' },
          { kind: 'account', name: 'staging', instances: 1 },
        ],
      }),
    [
      '🤝 *Approval needed:* @maria wants to deregister `payments-base-42` (`ami-0123456789abcdef0`)',
      'No reason was given.',
      '*Also:* delete its snapshots',
      '🟢 Available · production (123456789012), eu-west-1',
      '*🛑 The impact has grown since the request:*\n• launch permissions can no longer be checked\n• now used by 1 instance in `staging`\nApprove again if you still agree.',
      '*Used by*\nNo usage found in this account. Usage in other accounts is not checked.',
      '*Access*\nPrivate: not shared',
      '*Last launched*\nNever launched, according to EC2 (can lag up to 24 h)',
      '*Snapshots*\nnone',
      '*Recycle Bin*\n♻️ Restorable from the Recycle Bin for 14 days (until <!date^1795089599^{date_short_pretty} at {time}|2026-11-19 11:59 UTC>)',
      '[Approve] Approve: deregister ami-0123456789abcdef0 -> approve proposal-1, primary\n[Decline…] Decline: deregister ami-0123456789abcdef0 -> decline proposal-1\n[Withdraw] Withdraw the request to deregister ami-0123456789abcdef0 -> withdraw proposal-1',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
    'Approval needed: @maria wants to deregister `payments-base-42` (`ami-0123456789abcdef0`). No reason was given. Also: delete its snapshots. 🟢 Available · production (123456789012), eu-west-1. 🛑 The impact has grown since the request: launch permissions can no longer be checked; now used by 1 instance in `staging`; Approve again if you still agree. Used by: No usage found in this account. Usage in other accounts is not checked. Access: Private: not shared. Last launched: Never launched, according to EC2 (can lag up to 24 h). Snapshots: none. Recycle Bin: ♻️ Restorable from the Recycle Bin for 14 days (until <!date^1795089599^{date_short_pretty} at {time}|2026-11-19 11:59 UTC>). Buttons: Approve, Decline, Withdraw. ⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  ],
  [
    'share',
    () => view(asked({ action: 'shareWith', share: shared, launches: LAUNCHES })),
    [
      '🤝 *Approval needed:* @maria wants to share `payments-base-42` (`ami-0123456789abcdef0`)',
      'No reason was given.',
      '🟢 Available · production (123456789012), eu-west-1',
      '*This changes*\n+ account `111111111111`',
      '🛑 To be shared with 1 account, which cannot use its KMS key: launches there will fail',
      '[Approve] Approve: share ami-0123456789abcdef0 -> approve proposal-1, primary\n[Decline…] Decline: share ami-0123456789abcdef0 -> decline proposal-1\n[Withdraw] Withdraw the request to share ami-0123456789abcdef0 -> withdraw proposal-1',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
    'Approval needed: @maria wants to share `payments-base-42` (`ami-0123456789abcdef0`). No reason was given. 🟢 Available · production (123456789012), eu-west-1. This changes: + account `111111111111`. 🛑 To be shared with 1 account, which cannot use its KMS key: launches there will fail. Buttons: Approve, Decline, Withdraw. ⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  ],
  [
    'no longer share',
    () => view(asked({ action: 'shareWith', unshare: shared })),
    [
      '🤝 *Approval needed:* @maria wants to share `payments-base-42` (`ami-0123456789abcdef0`)',
      'No reason was given.',
      '🟢 Available · production (123456789012), eu-west-1',
      '*This changes*\n− account `111111111111`',
      '[Approve] Approve: share ami-0123456789abcdef0 -> approve proposal-1, primary\n[Decline…] Decline: share ami-0123456789abcdef0 -> decline proposal-1\n[Withdraw] Withdraw the request to share ami-0123456789abcdef0 -> withdraw proposal-1',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
    'Approval needed: @maria wants to share `payments-base-42` (`ami-0123456789abcdef0`). No reason was given. 🟢 Available · production (123456789012), eu-west-1. This changes: − account `111111111111`. Buttons: Approve, Decline, Withdraw. ⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  ],
  [
    're-share',
    () => view(asked({ action: 'share', share: shared })),
    [
      '🤝 *Approval needed:* @maria wants to re-share `payments-base-42` (`ami-0123456789abcdef0`)',
      'No reason was given.',
      '🟢 Available · production (123456789012), eu-west-1',
      '*Used by*\nNo usage found in this account. Usage in other accounts is not checked.',
      '*Access*\nThis account gets access: `111111111111`',
      '*Last launched*\nNever launched, according to EC2 (can lag up to 24 h)',
      '*Snapshots*\nnone',
      '[Approve] Approve: re-share ami-0123456789abcdef0 -> approve proposal-1, primary\n[Decline…] Decline: re-share ami-0123456789abcdef0 -> decline proposal-1\n[Withdraw] Withdraw the request to re-share ami-0123456789abcdef0 -> withdraw proposal-1',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
    'Approval needed: @maria wants to re-share `payments-base-42` (`ami-0123456789abcdef0`). No reason was given. 🟢 Available · production (123456789012), eu-west-1. Used by: No usage found in this account. Usage in other accounts is not checked. Access: This account gets access: `111111111111`. Last launched: Never launched, according to EC2 (can lag up to 24 h). Snapshots: none. Buttons: Approve, Decline, Withdraw. ⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  ],
  [
    'retire',
    () =>
      view(asked({ action: 'retire', retirement: { deprecateAtMs: NOON_MS } }), {
        impact: givenImpact({ sharing: known(shared) }),
      }),
    [
      '🤝 *Approval needed:* @maria wants to retire `payments-base-42` (`ami-0123456789abcdef0`)',
      'No reason was given.',
      '🟢 Available · production (123456789012), eu-west-1',
      '*This changes*\nDeprecated from <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
      '*Used by*\nNo usage found in this account. Usage in other accounts is not checked.',
      '*Access*\n⚠️ This account no longer finds it: `111111111111`',
      '[Approve] Approve: retire ami-0123456789abcdef0 -> approve proposal-1, primary\n[Decline…] Decline: retire ami-0123456789abcdef0 -> decline proposal-1\n[Withdraw] Withdraw the request to retire ami-0123456789abcdef0 -> withdraw proposal-1',
      '⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
    ],
    'Approval needed: @maria wants to retire `payments-base-42` (`ami-0123456789abcdef0`). No reason was given. 🟢 Available · production (123456789012), eu-west-1. This changes: Deprecated from <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>. Used by: No usage found in this account. Usage in other accounts is not checked. Access: ⚠️ This account no longer finds it: `111111111111`. Buttons: Approve, Decline, Withdraw. ⏳ Awaiting approval · expires <!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>',
  ],
  [
    'expired, and nobody has written it yet',
    () => view(asked({ state: 'open' }), { nowMs: NOON_MS }),
    [
      '🤝 *Approval needed:* @maria wants to disable `payments-base-42` (`ami-0123456789abcdef0`)',
      'No reason was given.',
      '🟢 Available · production (123456789012), eu-west-1',
      '*Used by*\nNo usage found in this account. Usage in other accounts is not checked.',
      '*Access*\nPrivate: not shared',
      '*Last launched*\nNever launched, according to EC2 (can lag up to 24 h)',
      '*Snapshots*\nnone',
      '[Approve] Approve: disable ami-0123456789abcdef0 -> approve proposal-1, primary\n[Decline…] Decline: disable ami-0123456789abcdef0 -> decline proposal-1\n[Withdraw] Withdraw the request to disable ami-0123456789abcdef0 -> withdraw proposal-1',
      '⌛ Expired: nobody decided in time',
    ],
    'Approval needed: @maria wants to disable `payments-base-42` (`ami-0123456789abcdef0`). No reason was given. 🟢 Available · production (123456789012), eu-west-1. Used by: No usage found in this account. Usage in other accounts is not checked. Access: Private: not shared. Last launched: Never launched, according to EC2 (can lag up to 24 h). Snapshots: none. Buttons: Approve, Decline, Withdraw. ⌛ Expired: nobody decided in time',
  ],
])('waiting: %s', (_name, given, blocks, text) => {
  const card = renderApprovalCard(given())
  expect(drawn(card)).toEqual(blocks)
  expect(card.text).toBe(text)
  expect(card.metadata).toEqual({ event_type: 'amiops_approval', event_payload: { proposal: 'proposal-1' } })
})

test('the requester is asked again before a request is withdrawn', () => {
  const confirms = (proposal: Asked) =>
    renderApprovalCard(view(proposal)).blocks.flatMap(block =>
      block.type === 'actions' ? block.elements.map(one => ('confirm' in one ? one.confirm : undefined)) : [],
    )
  expect(confirms(asked())[2]).toEqual({
    title: {
      type: 'plain_text',
      text: 'Withdraw this request?',
      emoji: false,
    },
    text: {
      type: 'plain_text',
      text: 'Only the requester (@maria) can withdraw it. The image stays as it is.',
      emoji: false,
    },
    confirm: {
      type: 'plain_text',
      text: 'Withdraw',
      emoji: false,
    },
    deny: {
      type: 'plain_text',
      text: 'Cancel',
      emoji: false,
    },
  })
  expect(confirms(asked({ person: { userId: 'U0SAM', workspaceId: 'T0HOME' } }))[2]?.text).toEqual({
    type: 'plain_text',
    text: 'Only the requester (@U0SAM) can withdraw it. The image stays as it is.',
    emoji: false,
  })
})
