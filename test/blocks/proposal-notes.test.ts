import type { Message } from '../../blocks/message.ts'
import * as notes from '../../blocks/proposal-notes.ts'
import { renderNoDecision, renderRefusal, renderStranger } from '../../blocks/refusal.ts'
import { renderNoRetirementToUndo } from '../../blocks/retire-notes.ts'
import type { Approval, Proposal } from '../../src/domain/proposal.ts'
import { givenFacts, givenRecord, IMAGE, MARIA, NOON_MS } from '../domain/given.ts'
import { ALEX, givenApproval, LEADS, NOON_WORDS, notAllowed, note } from './given.ts'

/** The private sentences to a person about a request for one image, or a decision on it: each as a whole. */

const WEB = '`payments-base-42` (`ami-0123456789abcdef0`)'
const LINK = 'https://acme.slack.com/archives/C0/p1'
const FORM_AGAIN = 'Click the button on the image’s card for a new form.'
const COLLEAGUE =
  'Ask someone in the workspace. If you work in another workspace of the same Enterprise Grid organization, its id has to be listed under slack.workspaces in amiops.config.yml.'
const SILENT =
  'Slack did not say who is in <!subteam^S0LEADS>, ops, so only the people named in the config count for now.'

const record = givenRecord({ facts: givenFacts() })
const external = notAllowed({ why: 'foreign-workspace' })
const noRole = notAllowed({ why: 'no-such-right', roles: [] })
const unread = notAllowed({ roles: [], unread: ['S0LEADS', 'ops'] })

const proposal = (
  state: Proposal['state'],
  approval: Partial<Approval> = {},
): Proposal & { approval: Approval } => ({
  id: 'proposal-1',
  version: 1,
  action: 'deregister',
  image: IMAGE,
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0HOME',
  appId: 'A0AMIOPS',
  state,
  askedAtMs: NOON_MS,
  facts: givenFacts(),
  options: {},
  approval: givenApproval({ decidedBy: ALEX, ...approval }),
})
const waiting = proposal('waiting')
const other = { by: ALEX, untilMs: NOON_MS, channel: 'ami-alerts' } as Parameters<
  typeof notes.renderWaitsAlready
>[1]
const BY_MARIA = `The request by <@U0MARIA> to deregister ${WEB}`

test.each<[string, () => Message, Message]>([
  [
    'waiting, with a notification',
    () => notes.renderWaiting(waiting, [LEADS], true),
    note(
      `⏳ Awaiting approval by <!subteam^S0LEADS>, <@U0ALEX> in #ami-alerts to deregister ${WEB} · expires ${NOON_WORDS}`,
      'Nothing changes until it’s approved. We’ll notify you of the outcome.',
    ),
  ],
  [
    'waiting, without one',
    () => notes.renderWaiting(waiting, [LEADS], false),
    note(
      `⏳ Awaiting approval by <!subteam^S0LEADS>, <@U0ALEX> in #ami-alerts to deregister ${WEB} · expires ${NOON_WORDS}`,
      'Nothing changes until it’s approved. The approval card shows the outcome.',
    ),
  ],
  [
    'nobody else',
    () => notes.renderNobodyElse(waiting, []),
    note(
      `🚫 ${WEB} was not deregistered: it requires approval, and no other approver is available. Nothing was changed.`,
      'Ask an amiops admin to add approvers in amiops.config.yml.',
    ),
  ],
  [
    'nobody else that Slack told of',
    () => notes.renderNobodyElse(waiting, ['S0LEADS']),
    note(
      `🚫 ${WEB} was not deregistered: it requires approval, and no other approver is available. Nothing was changed.`,
      'Slack did not say who is in <!subteam^S0LEADS>, so only the people named in the config count. Try again in a minute.',
    ),
  ],
  [
    'another one waits',
    () => notes.renderWaitsAlready(waiting, other, LINK),
    note(
      `🤝 There is already a pending request by <@U0ALEX> (<${LINK}|view request>) · expires ${NOON_WORDS}. ${WEB} was not deregistered, and no second request was sent.`,
      'Wait for the decision in #ami-alerts, or ask <@U0ALEX> to withdraw the request.',
    ),
  ],
  [
    'another one waits, and has no card',
    () => notes.renderWaitsAlready(waiting, other),
    note(
      `🤝 There is already a pending request by <@U0ALEX> · expires ${NOON_WORDS}. ${WEB} was not deregistered, and no second request was sent.`,
      'Wait for the decision in #ami-alerts, or ask <@U0ALEX> to withdraw the request.',
    ),
  ],
  [
    'an override that cannot be announced',
    () => notes.renderNotAnnounced(waiting),
    note(
      `🚫 ${WEB} was not deregistered: an emergency override must be announced, and no channel took the announcement. Nothing was changed.`,
      'Invite amiops to the approvers’ channel, or to the fallback channel, and try again.',
    ),
  ],
  [
    'an old form',
    () => notes.renderGoneForm(),
    note(
      '⌛ This form has expired or was already submitted. Submitting it again changed nothing.',
      FORM_AGAIN,
    ),
  ],
  [
    'a form that was closed',
    () => notes.renderClosedTooSoon(waiting),
    note(
      `🛑 ${WEB} was not deregistered: the form needs another look, and it was closed. Nothing was changed.`,
      FORM_AGAIN,
    ),
  ],
  [
    'the form of another person',
    () => notes.renderSomebodyElsesForm(),
    note(
      '🚫 This form was opened by somebody else. Nothing was changed.',
      'Click the button on the image’s card for a form of your own.',
    ),
  ],
  [
    'too many within an hour',
    () => notes.renderTooMany(record, 'disable', 20),
    note(
      `🚫 ${WEB} was not disabled: you have reached the limit of 20 disabled or deregistered images within an hour. Nothing was changed.`,
      'Try again later, or ask somebody else.',
    ),
  ],
  [
    'a higher risk',
    () => notes.renderWorseAtLast(record, 'disable', 'approved', 'now used by instance `i-1`'),
    note(
      `🛑 ${WEB} was not disabled: its impact has grown since the request was approved: now used by instance \`i-1\`. Nothing was changed.`,
      'Send a new request if the change is still needed.',
    ),
  ],
])('to the person who asks: %s', (_, render, expected) => {
  expect(render()).toEqual(expected)
})

test.each<[string, () => Message, Message]>([
  [
    'approved',
    () => notes.renderDecided(proposal('approved')),
    note(`✅ ${BY_MARIA} was approved by <@U0ALEX>.`, 'The image’s card shows the outcome.'),
  ],
  [
    'approved, to the requester',
    () => notes.renderDecided(proposal('approved'), true),
    note(
      `✅ Your request to deregister ${WEB} was approved by <@U0ALEX>.`,
      'The image’s card shows the outcome.',
    ),
  ],
  [
    'declined',
    () => notes.renderDecided(proposal('declined', { comment: 'prod <runs> it' })),
    note(`🚫 ${BY_MARIA} was declined by <@U0ALEX>. Nothing was changed.`, 'Comment: prod &lt;runs&gt; it'),
  ],
  [
    'declined without a word, by somebody unknown',
    () => notes.renderDecided({ ...waiting, state: 'declined', approval: givenApproval() }),
    note(`🚫 ${BY_MARIA} was declined by somebody. Nothing was changed.`),
  ],
  [
    'withdrawn',
    () => notes.renderDecided(proposal('withdrawn', { decidedBy: MARIA })),
    note(`↩️ ${BY_MARIA} was withdrawn by <@U0MARIA>. Nothing was changed.`),
  ],
  [
    'expired',
    () => notes.renderDecided(proposal('expired')),
    note(
      `⌛ ${BY_MARIA} expired: nobody decided in time. Nothing was changed.`,
      'Send a new request if the change is still needed.',
    ),
  ],
  ['still waiting', () => notes.renderDecided(waiting), note(`⏳ ${BY_MARIA} is still awaiting approval.`)],
  [
    'their own',
    () => notes.renderOwnProposal(waiting, 'approve', [LEADS]),
    note(
      `🚫 You can’t approve your own request to deregister ${WEB}. Nothing was changed.`,
      'Approvers: <!subteam^S0LEADS>, <@U0ALEX>. To take the request back, click Withdraw on its card.',
    ),
  ],
  [
    'withdraw, of another person',
    () => notes.renderNotTheirs(waiting),
    note(
      `🚫 Only <@U0MARIA> can withdraw the request to deregister ${WEB}. Nothing was changed.`,
      'To stop it, an approver can decline it.',
    ),
  ],
  [
    'a higher risk',
    () => notes.renderLookAgain(waiting),
    note(
      `🛑 The request to deregister ${WEB} was not approved: its impact has grown since you saw it. Nothing was changed.`,
      'Review the updated card, then approve again if you still agree.',
    ),
  ],
  [
    'no right',
    () => renderNoDecision('disable', record, notAllowed()),
    note(
      `🚫 Only <!subteam^S0LEADS>, <@U0ALEX> can approve or decline the request to disable ${WEB}. Nothing was changed.`,
      'It is still awaiting their decision.',
    ),
  ],
  [
    'no right that is known',
    () => renderNoDecision('disable', record, unread),
    note(
      `🚫 Only an approver can approve or decline the request to disable ${WEB}. Nothing was changed.`,
      `It is still awaiting their decision. ${SILENT}`,
    ),
  ],
  [
    'no role has it',
    () => renderNoDecision('disable', record, noRole),
    note(
      `🚫 Nobody can approve or decline the request to disable ${WEB}: its approvers are no longer in the config. Nothing was changed.`,
      'Ask an amiops admin to name approvers in amiops.config.yml.',
    ),
  ],
  [
    'external',
    () => renderNoDecision('disable', record, external),
    note(
      `🚫 External (Slack Connect) users can’t approve or decline the request to disable ${WEB}. Nothing was changed.`,
      COLLEAGUE,
    ),
  ],
])('about a decision: %s', (_, render, expected) => {
  expect(render()).toEqual(expected)
})

test('a person without the right can ask those who have it with one click', () => {
  const sentence = `🚫 You don’t have permission to disable ${WEB}. Nothing was changed.`
  const plain = note(sentence, 'Ask <!subteam^S0LEADS>, <@U0ALEX>.')
  expect(renderRefusal('disable', record, notAllowed())).toEqual({
    text: `${plain.text} Buttons: Ask them`,
    blocks: [
      ...plain.blocks,
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'forward',
            text: { type: 'plain_text', text: 'Ask them', emoji: false },
            accessibility_label: 'Ask them to disable ami-0123456789abcdef0',
            value: 'disable|123456789012/eu-west-1/ami-0123456789abcdef0',
          },
        ],
      },
    ],
  })
})

test.each<[string, () => Message, Message]>([
  [
    'nobody is in the roles, and all of them are known',
    () => renderRefusal('disable', record, notAllowed({ roles: [] })),
    note(
      `🚫 You don’t have permission to disable ${WEB}. Nothing was changed.`,
      'The roles that have it are empty: ask an amiops admin.',
    ),
  ],
  [
    'nobody is in the roles',
    () => renderRefusal('disable', record, unread),
    note(
      `🚫 You don’t have permission to disable ${WEB}. Nothing was changed.`,
      `The roles that have it are empty: ask an amiops admin. ${SILENT}`,
    ),
  ],
  [
    'no role has it',
    () => renderRefusal('disable', record, noRole),
    note(
      `🚫 You don’t have permission to disable ${WEB}: no role has it. Nothing was changed.`,
      'Ask an amiops admin to add a role under actions in amiops.config.yml.',
    ),
  ],
  [
    'external',
    () => renderRefusal('disable', record, external),
    note(`🚫 ${WEB} was not disabled: external (Slack Connect) users can’t manage images.`, COLLEAGUE),
  ],
  [
    'external, and told nothing of images',
    () => renderStranger(),
    note('🚫 External (Slack Connect) users can’t use amiops here. Nothing was changed.', COLLEAGUE),
  ],
  [
    'a date that was changed since',
    () => renderNoRetirementToUndo(record),
    note(
      `ℹ️ Something else was done with ${WEB} since its deprecation date was changed, so there is nothing to undo.`,
      'Click Retire… to set another date, or to remove it.',
    ),
  ],
  [
    'a date that has passed',
    () => renderNoRetirementToUndo(record, NOON_MS),
    note(
      `ℹ️ The earlier deprecation date of ${WEB}, ${NOON_WORDS}, cannot be set again: EC2 does not take it. Nothing was changed.`,
      'Click Retire… to set another date, or to remove it.',
    ),
  ],
])('refused: %s', (_, render, expected) => {
  expect(render()).toEqual(expected)
})
