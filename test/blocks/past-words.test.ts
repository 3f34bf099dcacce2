import { approveSummary } from '../../blocks/approval-summary.ts'
import { renderDecidedCard } from '../../blocks/decided-card.ts'
import { pastWords } from '../../blocks/past-words.ts'
import type { Proposal } from '../../src/domain/proposal.ts'
import { NOON_MS } from '../domain/given.ts'
import { givenApproval, givenProposal } from './given.ts'

const DAY_MS = 86_400_000

test.each<[string, Parameters<typeof pastWords>[0], string]>([
  ['disabled', { action: 'disable', atMs: NOON_MS }, 'disabled'],
  [
    'kept to the end of the same day',
    { action: 'keep', atMs: NOON_MS, keepUntil: '2026-11-05' },
    'kept from clean-up',
  ],
  [
    'kept until a day before',
    { action: 'keep', atMs: NOON_MS, keepUntil: '2026-11-04' },
    'no longer kept from clean-up',
  ],
  ['kept until a day that nobody knows', { action: 'keep', atMs: NOON_MS }, 'kept from clean-up'],
  [
    'given a date',
    { action: 'retire', atMs: NOON_MS, retirement: { deprecateAtMs: NOON_MS + DAY_MS } },
    'given a new deprecation date',
  ],
  ['its date removed', { action: 'retire', atMs: NOON_MS, retirement: {} }, 'given no deprecation date'],
  ['retired, as far as is known', { action: 'retire', atMs: NOON_MS }, 'given a new deprecation date'],
  [
    'disabled, whatever else is known',
    { action: 'disable', atMs: NOON_MS, retirement: {}, keepUntil: '2026-11-04' },
    'disabled',
  ],
])('%s', (_what, done, words) => {
  expect(pastWords(done)).toBe(words)
})

describe('an approved request', () => {
  const over = { action: 'keep', options: { keepUntil: '2026-11-04' } } as const
  const removed = { action: 'retire', retirement: {} } as const
  const card = (request: Partial<Proposal>, outcome: 'confirmed' | 'failed'): string =>
    renderDecidedCard({
      proposal: givenProposal({
        ...request,
        state: 'approved',
        approval: { ...givenApproval(), ending: { outcome } },
      }),
      accountName: 'production',
      style: 'mention',
    } as unknown as Parameters<typeof renderDecidedCard>[0]).text

  test('that ends something says so on its card', () => {
    expect(card(over, 'confirmed')).toContain('✅ No longer kept from clean-up · confirmed by AWS')
    expect(card(over, 'failed')).toContain('❌ Not done.')
    expect(card(removed, 'confirmed')).toContain('✅ Given no deprecation date · confirmed by AWS')
    expect(card({ action: 'disable' }, 'confirmed')).toContain('✅ Disabled · confirmed by AWS')
  })

  test('and in the question before it', () => {
    expect(approveSummary(givenProposal(over)).text).toContain('The image is no longer kept from clean-up.')
    expect(approveSummary(givenProposal({ action: 'enable' })).text).toContain('The image is enabled.')
  })
})
