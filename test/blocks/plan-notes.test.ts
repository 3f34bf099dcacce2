import type { Message } from '../../blocks/message.ts'
import * as answers from '../../blocks/plan-answers.ts'
import {
  renderPlanCsv,
  renderPlanCsvNote,
  renderPlanCsvNotSent,
  renderPlanCsvSent,
} from '../../blocks/plan-csv.ts'
import * as decided from '../../blocks/plan-decided.ts'
import * as submitted from '../../blocks/plan-submitted.ts'
import { renderNothingToRevoke, renderNothingToUndo } from '../../blocks/revoke-answers.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { LeftOut } from '../../src/domain/plan-facts.ts'
import { IMAGE, NOON_MS } from '../domain/given.ts'
import { ALEX, givenApproval, givenPlan, LEADS, NOON_WORDS, notAllowed, note } from './given.ts'

/** The private sentences to a person about a plan: each as a whole. */

const EXTERNAL = notAllowed({ why: 'foreign-workspace' })
const UNREAD = notAllowed({ roles: [], unread: ['S0LEADS', 'ops'] })
const LINK = 'https://acme.slack.com/archives/C0/p1'

const leftOut = (...whys: string[]): LeftOut[] => whys.map(why => ({ image: IMAGE, why }))
const byAlex = (state: Plan['state']): Plan =>
  givenPlan({ state, approval: givenApproval({ decidedBy: ALEX }) })

test.each<[string, () => Message, Message]>([
  [
    'nothing to select',
    () => answers.renderNothingToSelect(),
    note(
      '🔍 None of these images can be changed: they are gone, and the Recycle Bin does not hold them.',
      'Choose another list, for example with state:available.',
    ),
  ],
  [
    'nothing ticked',
    () => answers.renderNoPlan('disable', []),
    note(
      '🔍 No image can be disabled. Nothing was changed.',
      'Tick at least one image, or choose all of the list.',
    ),
  ],
  [
    'nothing fits',
    () => answers.renderNoPlan('disable', leftOut('it is failed', 'it is disabled', 'it is disabled')),
    note(
      '🔍 No image can be disabled. Nothing was changed. 3 selected images left out: it is disabled (2); it is failed (1).',
      'Select other images of the list.',
    ),
  ],
  [
    'nothing that EC2 told of',
    () =>
      answers.renderNoPlan(undefined, [
        ...leftOut('it is disabled'),
        { image: IMAGE, why: 'EC2 was throttled', isUnread: true },
      ]),
    note(
      '🔍 There is nothing to do. Nothing was changed. 2 selected images left out: it is disabled (1); EC2 was throttled (1).',
      'Select the images again in a minute.',
    ),
  ],
  [
    'too many',
    () => answers.renderTooManyImages('deregister', 1_234, 1_000),
    note(
      '🚫 1,234 images are too many for one plan to deregister: it takes at most 1,000. Nothing was changed.',
      'Narrow the list with a filter, for example account:production, family:payments-base or older-than:90d.',
    ),
  ],
  [
    'no right',
    () => answers.renderNoPlanRight('disable', notAllowed()),
    note(
      '🚫 You don’t have permission to disable images. Nothing was changed.',
      'Ask <!subteam^S0LEADS>, <@U0ALEX>.',
    ),
  ],
  [
    'no right to an alias',
    () => answers.renderNoPlanRight('promote', UNREAD),
    note(
      '🚫 You don’t have permission to promote an alias. Nothing was changed.',
      'No role has it: ask an amiops admin. Slack did not say who is in <!subteam^S0LEADS>, ops, so only the people named in the config count for now.',
    ),
  ],
  [
    'no right to revoke',
    () => answers.renderNoPlanRight('revoke', notAllowed({ roles: [] })),
    note(
      '🚫 You don’t have permission to revoke images. Nothing was changed.',
      'No role has it: ask an amiops admin.',
    ),
  ],
  [
    'external',
    () => answers.renderNoPlanRight('disable', EXTERNAL),
    note('🚫 External (Slack Connect) users can’t manage images. Nothing was changed.'),
  ],
  [
    'no such plan',
    () => answers.renderNoSuchPlan(),
    note(
      '⌛ This plan is no longer kept. Nothing was changed.',
      'Start again from the list or the card of the images.',
    ),
  ],
  [
    'an old form',
    () => answers.renderPlanGone(),
    note(
      '⌛ This form has expired or was already submitted. Submitting it again changed nothing.',
      'Open it again from the list or the card of the images.',
    ),
  ],
  [
    'a bad image that is gone',
    () => renderNothingToRevoke(IMAGE),
    note(
      '🔍 `ami-0123456789abcdef0` is no longer in eu-west-1: its copies and descendants cannot be found by it. Nothing was changed.',
      'Revoke one of its copies, or restore it from the Recycle Bin first.',
    ),
  ],
  [
    'a revocation that cannot be undone',
    () => renderNothingToUndo(),
    note(
      '🔍 There is nothing to undo: this revocation is not over, changed nothing, or was undone already. Nothing was changed.',
      'The plan of a revocation is kept for 30 days. Later, revoke the image again, and undo that.',
    ),
  ],
])('before there is a plan: %s', (_, render, expected) => {
  expect(render()).toEqual(expected)
})

test.each<[string, () => Message, Message]>([
  [
    'started',
    () => submitted.renderPlanStarted(givenPlan(), undefined),
    note('▶️ Disable 3 images: started.', 'Its card shows the progress.'),
  ],
  [
    'started, with its card',
    () => submitted.renderPlanStarted(givenPlan({ images: 1 }), LINK),
    note('▶️ Disable 1 image: started.', `<${LINK}|Its card> shows the progress, with a Stop button.`),
  ],
  [
    'waiting',
    () => submitted.renderPlanWaiting({ ...givenPlan(), approval: givenApproval() }, [LEADS], undefined),
    note(
      `⏳ Awaiting approval by <!subteam^S0LEADS>, <@U0ALEX> to disable 3 images, in #ami-alerts · expires ${NOON_WORDS}`,
      'Nothing changes until it’s approved.',
    ),
  ],
  [
    'waiting, with its card',
    () =>
      submitted.renderPlanWaiting(
        { ...givenPlan(), approval: givenApproval({ channel: 'C0ALERTS' }) },
        [LEADS],
        LINK,
      ),
    note(
      `⏳ Awaiting approval by <!subteam^S0LEADS>, <@U0ALEX> to disable 3 images, in <#C0ALERTS> · expires ${NOON_WORDS}`,
      `Nothing changes until it’s approved. <${LINK}|View request>`,
    ),
  ],
  [
    'above the limit',
    () => submitted.renderAboveLimit(givenPlan({ images: 40 }), 20, 7),
    note(
      '🚫 Did not disable 40 images: you may change 20 images within an hour (7 left), and nobody is configured to approve more. Nothing was changed.',
      'Select fewer images, or ask an amiops admin to name approvers under actions.disable.approval in amiops.config.yml.',
    ),
  ],
  [
    'nobody else may approve',
    () => submitted.renderNobodyElseForPlan(givenPlan(), []),
    note(
      '🚫 Did not disable 3 images: it requires approval, and no other approver is available. Nothing was changed.',
      'Ask an amiops admin to add approvers in amiops.config.yml.',
    ),
  ],
  [
    'nobody else that Slack told of',
    () => submitted.renderNobodyElseForPlan(givenPlan(), ['S0LEADS']),
    note(
      '🚫 Did not disable 3 images: it requires approval, and no other approver is available. Nothing was changed.',
      'Slack did not say who is in <!subteam^S0LEADS>, so only the people named in the config count. Try again in a minute.',
    ),
  ],
])('after the form of a plan was sent: %s', (_, render, expected) => {
  expect(render()).toEqual(expected)
})

test.each<[Plan['state'], Message]>([
  [
    'declined',
    note('🚫 The request by <@U0MARIA> to disable 3 images was declined by <@U0ALEX>. Nothing was changed.'),
  ],
  [
    'withdrawn',
    note('↩️ The request by <@U0MARIA> to disable 3 images was withdrawn by <@U0ALEX>. Nothing was changed.'),
  ],
  [
    'expired',
    note(
      '⌛ The request by <@U0MARIA> to disable 3 images expired: nobody decided in time. Nothing was changed.',
    ),
  ],
  ['open', note('⏳ The request by <@U0MARIA> to disable 3 images is still awaiting approval.')],
  ['waiting', note('⏳ The request by <@U0MARIA> to disable 3 images is still awaiting approval.')],
  ...(['running', 'stopping', 'finished'] as const).map((state): [Plan['state'], Message] => [
    state,
    note(
      '✅ The request by <@U0MARIA> to disable 3 images was approved by <@U0ALEX>.',
      'Its card shows the progress.',
    ),
  ]),
])('what became of a request, to a person who decided: %s', (state, expected) => {
  expect(decided.renderPlanDecided(byAlex(state))).toEqual(expected)
})

test.each<[string, () => Message, Message]>([
  [
    'nobody is known to have declined it',
    () => decided.renderPlanDecided(givenPlan({ state: 'declined' })),
    note('🚫 The request by <@U0MARIA> to disable 3 images was declined. Nothing was changed.'),
  ],
  [
    'their own',
    () => decided.renderOwnPlan(givenPlan(), 'decline', [LEADS]),
    note(
      '🚫 You can’t decline your own request to disable 3 images. Nothing was changed.',
      'Approvers: <!subteam^S0LEADS>, <@U0ALEX>. To take the request back, click Withdraw on its card.',
    ),
  ],
  [
    'withdraw, of another person',
    () => decided.renderNotTheirPlan(givenPlan()),
    note(
      '🚫 Only <@U0MARIA> can withdraw the request to disable 3 images. Nothing was changed.',
      'To stop it, an approver can decline it.',
    ),
  ],
  [
    'another number',
    () => decided.renderWrongNumber(givenPlan(), 1_000),
    note(
      '🚫 Not approved: the plan has 3 images, not 1,000. Nothing was changed.',
      'Look at the plan’s card, then click Approve… again.',
    ),
  ],
  [
    'no number',
    () => decided.renderWrongNumber(givenPlan(), undefined),
    note(
      '🚫 Not approved: the plan has 3 images, and no number was typed. Nothing was changed.',
      'Look at the plan’s card, then click Approve… again.',
    ),
  ],
  [
    'no right',
    () => decided.renderNoPlanDecision(givenPlan(), notAllowed()),
    note(
      '🚫 Only <!subteam^S0LEADS>, <@U0ALEX> can approve or decline the request to disable 3 images. Nothing was changed.',
      'It is still awaiting their decision.',
    ),
  ],
  [
    'no right that is known',
    () => decided.renderNoPlanDecision(givenPlan(), UNREAD),
    note(
      '🚫 Only an approver can approve or decline the request to disable 3 images. Nothing was changed.',
      'It is still awaiting their decision. Slack did not say who is in <!subteam^S0LEADS>, ops.',
    ),
  ],
  [
    'external',
    () => decided.renderNoPlanDecision(givenPlan(), EXTERNAL),
    note('🚫 External (Slack Connect) users can’t approve or decline a plan. Nothing was changed.'),
  ],
  [
    'no right to stop',
    () => decided.renderMayNotStop(givenPlan(), notAllowed()),
    note(
      '🚫 You don’t have permission to stop the plan to disable 3 images: it goes on.',
      'Ask <@U0MARIA>, <!subteam^S0LEADS>, <@U0ALEX>.',
    ),
  ],
  [
    'no role may stop',
    () => decided.renderMayNotStop(givenPlan(), notAllowed({ roles: [] })),
    note('🚫 You don’t have permission to stop the plan to disable 3 images: it goes on.', 'Ask <@U0MARIA>.'),
  ],
  [
    'nothing to stop',
    () => decided.renderNotStopped(givenPlan()),
    note('ℹ️ There is nothing to stop: the plan to disable 3 images is not running.'),
  ],
  [
    'too late',
    () => decided.renderPlanDecisionTooLate(givenPlan()),
    note(
      '⌛ Your decision on the request to disable 3 images was not recorded: your click was delayed by more than ten minutes. Nothing was changed.',
      'Decide again on the plan’s card.',
    ),
  ],
])('a decision that is not one: %s', (_, render, expected) => {
  expect(render()).toEqual(expected)
})

test('all images of a plan as a file', () => {
  const nameOf = (account: string) => (account === IMAGE.account ? 'production, "EU"' : account)
  const prod = {
    account: '210987654321',
    region: 'us-east-1',
    family: 'web',
    alias: 'prod',
    parameter: '/web',
  }
  const csv = renderPlanCsv(
    givenPlan(),
    [
      { image: IMAGE, name: 'web-7', state: 'refused', reason: 'it is in use', endedAtMs: NOON_MS },
      { image: { ...IMAGE, account: '210987654321' }, state: 'waiting' },
      { image: IMAGE, name: 'web-7', state: 'waiting', action: 'share' },
      { image: IMAGE, name: 'web-7', state: 'waiting', assignment: prod },
    ],
    nameOf,
  )
  expect(
    csv
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split(/\r?\n/),
  ).toEqual([
    'change,name,image,account,account name,region,state,reason,ended',
    'disable,web-7,ami-0123456789abcdef0,123456789012,"production, ""EU""",eu-west-1,refused,it is in use,2026-11-05T12:00:00.000Z',
    'disable,,ami-0123456789abcdef0,210987654321,210987654321,eu-west-1,waiting,,',
    're-share,web-7,ami-0123456789abcdef0,123456789012,"production, ""EU""",eu-west-1,waiting,,',
    'set prod of web,web-7,ami-0123456789abcdef0,210987654321,210987654321,us-east-1,waiting,,',
  ])
})

test.each<[string, () => Message, Message]>([
  [
    'in the thread',
    () => renderPlanCsvNote(givenPlan()),
    note('📄 Plan to disable 3 images: the complete list is in the thread.'),
  ],
  [
    'sent',
    () => renderPlanCsvSent(givenPlan()),
    note('📄 Disable 3 images: the complete list was sent to you as a direct message.'),
  ],
  [
    'not sent',
    () => renderPlanCsvNotSent('cannot_dm'),
    note(
      '⚠️ The list of the plan could not be sent to you: `cannot_dm`.',
      'Check that the app may send direct messages and files, then try again.',
    ),
  ],
])('where the file of a plan is: %s', (_, render, expected) => {
  expect(render()).toEqual(expected)
})
