import type { Suggestion } from '../../src/domain/suggestion.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

const NOW = Date.UTC(2026, 0, 15, 12)
let count = 0
const given = (more: Partial<Suggestion> = {}): Suggestion => ({
  id: `cleanup/contract/${++count}`,
  version: 0,
  state: 'open',
  action: 'disable',
  title: 'Clean-up of web',
  why: 'Older than 90 days.',
  channel: 'ami-ready',
  mention: ['S0OWNERS'],
  images: [
    {
      image: { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' },
      state: 'available',
      name: 'web-1',
      createdAtMs: NOW,
      sizeGiB: 8,
      reason: 'created 2025-10-01, never launched',
      planId: 'a'.repeat(40),
    },
  ],
  notes: ['one'],
  createdAtMs: NOW,
  untilMs: NOW + 7 * 24 * 3_600_000,
  ...more,
})

describe.each(bothLedgers())('suggestions %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('one is read back as it was saved, and saved only over what was read', async () => {
    const suggestion = given({
      declinedBy: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
      card: { channelId: 'C0READY', ts: '1.2' },
    })
    expect(await ledger.readSuggestion(suggestion.id)).toBeUndefined()
    expect(await ledger.saveSuggestion(suggestion)).toBe(true)
    expect(await ledger.readSuggestion(suggestion.id)).toEqual({ ...suggestion, version: 1 })
    expect(await ledger.saveSuggestion(suggestion)).toBe(false)
    expect(await ledger.saveSuggestion({ ...suggestion, version: 1, state: 'declined' })).toBe(true)
    expect(await ledger.readSuggestion(suggestion.id)).toMatchObject({ version: 2, state: 'declined' })
  })

  test('due: to be posted, to expire, to show its end; the longest waiting first', async () => {
    const card = { channelId: 'C0READY', ts: '1.2' }
    const expiring = given({ card, untilMs: NOW - 1 })
    const unposted = given({ createdAtMs: NOW - 5 })
    const ended = given({ card, state: 'declined', createdAtMs: NOW - 3 })
    const shown = given({ card, state: 'expired', isReported: true })
    const later = given({ card, untilMs: NOW + 1 })
    for (const one of [expiring, unposted, ended, shown, later]) await ledger.saveSuggestion(one)
    const mine = new Set([expiring, unposted, ended, shown, later].map(({ id }) => id))
    const due = (await ledger.readDueSuggestions(NOW)).filter(id => mine.has(id))
    expect(due).toEqual([unposted.id, ended.id, expiring.id])
  })
})
