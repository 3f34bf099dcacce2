import {
  renderAcknowledgedLine,
  renderMayNotAcknowledge,
  renderNothingToAcknowledge,
} from '../../blocks/acknowledge.ts'
import type { Message } from '../../blocks/message.ts'
import { givenFacts, givenRecord, givenTold, MARIA, NOON_MS } from '../domain/given.ts'
import { drawn } from './drawn.ts'
import { notAllowed } from './given.ts'

const failed = givenRecord({ facts: givenFacts(), lastEvent: givenTold({ state: 'failed' }) })

test('the line in the thread', () => {
  const line = renderAcknowledgedLine(MARIA, false)
  expect(line.text).toBe('👀 Acknowledged by @maria')
  expect(drawn(line)).toEqual([line.text])
  expect(renderAcknowledgedLine(MARIA, true).text).toBe('👀 @maria undid the acknowledgement')
})

test.each<[string, () => Message, string, string | undefined]>([
  [
    'no permission',
    () => renderMayNotAcknowledge(notAllowed()),
    '🚫 You don’t have permission to acknowledge failures.',
    'Ask <!subteam^S0LEADS>, <@U0ALEX>.',
  ],
  [
    'nobody has permission',
    () => renderMayNotAcknowledge(notAllowed({ roles: [] })),
    '🚫 You don’t have permission to acknowledge failures.',
    'Ask someone in this workspace.',
  ],
  [
    'from another workspace',
    () => renderMayNotAcknowledge(notAllowed({ why: 'foreign-workspace' })),
    '🚫 External (Slack Connect) users can’t acknowledge failures.',
    'Ask someone in this workspace.',
  ],
  [
    'acknowledged already',
    () => renderNothingToAcknowledge({ ...failed, acknowledged: { by: MARIA, atMs: NOON_MS } as never }),
    '👀 `payments-base-42` (`ami-0123456789abcdef0`) was already acknowledged by <@U0MARIA>.',
    undefined,
  ],
  [
    'not acknowledged',
    () => renderNothingToAcknowledge(failed),
    '👀 `payments-base-42` (`ami-0123456789abcdef0`) is not acknowledged.',
    undefined,
  ],
  [
    'no longer failed',
    () => renderNothingToAcknowledge(givenRecord({ lastEvent: givenTold() })),
    '👀 `ami-0123456789abcdef0` is no longer failed: it is 🟢 Available.',
    'Nothing to acknowledge.',
  ],
])('%s', (_name, message, sentence, nextStep) => {
  const [first, next] = drawn(message())
  expect(first).toBe(sentence)
  expect(next).toBe(nextStep)
})
