import { renderSuggestion } from '../../blocks/suggestion.ts'
import { parseAsk } from '../../src/aws/sqs/ask-message.ts'
import { groupOf } from '../../src/aws/sqs/request-queue.ts'
import type { Ask } from '../../src/domain/ask.ts'
import { suggestionId } from '../../src/domain/suggestion.ts'
import { PLAN_CLICKS, parsePlanClick } from '../../src/slack/plan-click.ts'

/** From the message's buttons to the ask on the queue. */

const ID = suggestionId('cleanup', '2026-01-12', 'C0READY|a strange/owner', 'x'.repeat(300))
const message = renderSuggestion({
  suggestion: {
    id: ID,
    version: 1,
    state: 'open',
    action: 'disable',
    title: 'Clean-up of web',
    why: 'Older than 90 days.',
    channel: 'ami-ready',
    mention: [],
    images: [
      {
        image: { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' },
        state: 'available',
        reason: 'created 2025-10-01',
      },
    ],
    notes: [],
    createdAtMs: 0,
    untilMs: 1,
  },
  nameOf: account => account,
  priceOf: () => 0.05,
})
const buttons = message.blocks.flatMap(block =>
  block.type === 'actions' ? block.elements.flatMap(one => (one.type === 'button' ? [one] : [])) : [],
)
const body = {
  team: { id: 'T0SANDBOX' },
  user: { id: 'U0MARIA', team_id: 'T0SANDBOX' },
  api_app_id: 'A0AMIOPS',
  channel: { id: 'C0READY' },
  container: { message_ts: '1.2' },
  trigger_id: '1.trigger',
}
const clickOn = (action_id: string, value: string) =>
  parsePlanClick(body, { action_id, action_ts: '3.4', value }, 5)

test.each([
  ['suggested-all', { kind: 'plan', from: { kind: 'suggestion', id: ID } }],
  ['suggested-some', { kind: 'select', from: { kind: 'suggestion', id: ID }, page: 1 }],
  ['suggested-none', { kind: 'decline-suggestion', suggestionId: ID }],
])('%s asks for that, through the queue', (actionId, expected) => {
  const value = buttons.find(one => one.action_id === actionId)?.value ?? ''
  const asked = clickOn(actionId, value)
  expect(PLAN_CLICKS).toContain(actionId)
  expect(asked).toMatchObject(expected)
  const { triggerId: _used, ...ask } = { ...asked, viewId: 'V0FORM', triggerId: '' }
  expect(parseAsk(JSON.stringify(ask))).toMatchObject({ ok: true, ask: expected })
  expect(groupOf(ask as Ask).length).toBeLessThanOrEqual(128)
})

test.each(['', 'cleanup', 'cleanup/a b', 'CLEANUP/a', `cleanup/${'x'.repeat(200)}`, 'cleanup/<!channel>'])(
  'a value that no suggestion has is nothing: %p',
  value => {
    expect(clickOn('suggested-all', value)).toBeUndefined()
    expect(clickOn('suggested-none', value)).toBeUndefined()
  },
)
