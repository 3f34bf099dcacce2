import type { Rule } from '../../src/domain/config.ts'
import type { EventState, ImageEvent } from '../../src/domain/event.ts'
import { FALLBACK_AFTER_MS, isFallbackDue } from '../../src/domain/fallback.ts'
import { decideRoute } from '../../src/domain/route.ts'

const CHANNELS = { fallback: 'ami-alerts' }
const event = (state: EventState): ImageEvent => ({
  account: '123456789012',
  region: 'us-east-1',
  imageId: 'ami-1',
  id: 'event-1',
  state,
  atMs: 0,
})
const due = (state: EventState, ageMs: number, rule: Partial<Rule> = {}) => {
  const rules = [{ when: { state: [state] }, to: [], mention: [], ...rule }]
  return isFallbackDue(
    event(state),
    ageMs,
    decideRoute({ channels: CHANNELS, rules, families: {} }, event(state), undefined),
  )
}

test('a failure is due after five minutes, and not a millisecond before', () => {
  expect(due('failed', FALLBACK_AFTER_MS)).toBe(true)
  expect(due('failed', FALLBACK_AFTER_MS - 1)).toBe(false)
})

test.each(['available', 'disabled', 'deregistered'] as const)(
  'an image that becomes %s is due only where its rule says so',
  state => {
    expect(due(state, FALLBACK_AFTER_MS)).toBe(false)
    expect(due(state, FALLBACK_AFTER_MS, { sns: true })).toBe(true)
    expect(due(state, FALLBACK_AFTER_MS, { sns: true, mention: ['U0ALEX'] })).toBe(true)
    expect(due(state, FALLBACK_AFTER_MS - 1, { sns: true })).toBe(false)
  },
)

test('what a rule mutes is never due, a failure neither', () => {
  expect(due('failed', FALLBACK_AFTER_MS, { mute: true })).toBe(false)
})
