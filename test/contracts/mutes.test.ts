import type { Mute } from '../../src/domain/mute.ts'
import type { News } from '../../src/domain/news.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** What channels have muted, in memory and in DynamoDB. */

const NOW = Date.UTC(2026, 0, 15, 12)
const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }
const by = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX', name: 'maria' }
const news = (id: string, atMs = NOW): News => ({ id, atMs, what: 'failed', line: 'web-1', image: IMAGE })

describe.each(bothLedgers())('mutes %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('a mute is read back as it was saved, and saved only over what was read', async () => {
    const mute: Mute = {
      id: 'a'.repeat(40),
      version: 0,
      channelId: 'C0READY',
      channelName: 'ami-ready',
      on: { kind: 'image', image: IMAGE, name: 'web-1' },
      by,
      why: 'migration',
      atMs: NOW,
      untilMs: NOW + 60_000,
      announcedTs: '1000.000001',
    }
    const other: Mute = { ...mute, id: 'b'.repeat(40), on: { kind: 'family', family: 'web' } }
    expect(await ledger.saveMute(mute)).toBe(true)
    expect(await ledger.saveMute(other)).toBe(true)
    expect(await ledger.saveMute(mute)).toBe(false)
    const ended = { ...mute, version: 1, ended: { atMs: NOW + 1, by }, isReported: true as const }
    expect(await ledger.saveMute(ended)).toBe(true)
    expect(await ledger.readMutes()).toEqual([
      { ...ended, version: 2 },
      { ...other, version: 1 },
    ])
  })

  test('what it kept out is read back once each, the newest first', async () => {
    const [first, second] = [
      news('event-1'),
      { ...news('event-2', NOW + 5), reason: 'no key', family: 'web' },
    ]
    await ledger.addMutedChanges('mute-1', [first], NOW)
    await ledger.addMutedChanges('mute-1', [first, second], NOW + 9)
    expect(await ledger.readMutedChanges('mute-1')).toEqual([second, first])
    expect(await ledger.readMutedChanges('mute-2')).toEqual([])
  })
})
