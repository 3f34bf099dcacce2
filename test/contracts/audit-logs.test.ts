import type { Assignment } from '../../src/domain/alias.ts'
import { type AuditEntry, auditAtMs } from '../../src/domain/audit-log.ts'
import type { AuditNote } from '../../src/domain/audit-note.ts'
import type { HistoryEntry } from '../../src/domain/history.ts'
import type { DayTotals } from '../../src/domain/totals.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** The audit log over all images, and the totals of each day, in memory and in DynamoDB. */

const LEDGERS = bothLedgers()

const NOON = Date.parse('2026-01-15T12:00:00Z')
const DAY = 24 * 60 * 60_000
const PLACE = { account: '123456789012', region: 'us-east-1' }
const image = (number: number) => ({ ...PLACE, imageId: `ami-${String(number).padStart(17, '0')}` })
const MARIA = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
const event = (id: string, atMs: number): HistoryEntry => ({ kind: 'event', id, atMs, state: 'disabled' })

const readAll = async (ledger: Ledger, fromMs: number, toMs: number): Promise<AuditEntry[]> => {
  const all: AuditEntry[] = []
  let from: string | undefined
  do {
    const page = await ledger.readAuditPage(fromMs, toMs, from)
    expect(page.unreadable).toBe(0)
    all.push(...page.entries)
    from = page.next
  } while (from !== undefined)
  return all.sort((a, b) => auditAtMs(a) - auditAtMs(b))
}

describe.each(LEDGERS)('the audit log %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('entries of all images and aliases between two times, each once and with its end', async () => {
    await ledger.addHistories(
      Array.from({ length: 30 }, (_, i) => ({
        image: image(i),
        entry: event(`e${i}`, NOON + i * 3_600_000),
      })),
    )
    const attempt = { kind: 'request', id: 'r', atMs: NOON + 1, action: 'disable', by: MARIA } as const
    await ledger.addHistory(image(1), { ...attempt, outcome: 'asked' })
    await ledger.addHistory(image(1), { ...attempt, outcome: 'confirmed' })
    await ledger.addHistory(image(1), { ...attempt, outcome: 'acting' })
    const assignment: Assignment = {
      ...PLACE,
      family: 'web',
      alias: 'prod',
      parameter: '/golden/web/prod',
      id: 'a',
      atMs: NOON + 2,
      change: 'promote',
      outcome: 'confirmed',
      by: MARIA,
    }
    await ledger.addAssignment(assignment)
    const note: AuditNote = {
      kind: 'plan',
      id: 'plan/p/waiting',
      atMs: NOON + 3,
      by: MARIA,
      planId: 'p',
      action: 'promote',
      state: 'waiting',
      images: 3,
      purpose: 'für die Nacht 🌙',
    }
    await ledger.addAuditNote(note)
    await ledger.addAuditNote(note)
    const all = await readAll(ledger, NOON, NOON + 2 * DAY)
    expect(all).toHaveLength(33)
    expect(all.slice(0, 4)).toEqual([
      { image: image(0), entry: event('e0', NOON) },
      { image: image(1), entry: { ...attempt, outcome: 'confirmed' } },
      { assignment },
      { note },
    ])
    const ids = (some: AuditEntry[]) =>
      some.map(one => ('note' in one ? one.note : 'entry' in one ? one.entry : one.assignment).id)
    expect(ids(await readAll(ledger, NOON + 3_600_000, NOON + 3 * 3_600_000))).toEqual(['e1', 'e2', 'e3'])
    expect(await readAll(ledger, NOON - DAY, NOON - 1)).toEqual([])
  })

  test('the totals of a day replace those before, and days are read from one on', async () => {
    const totals = (day: string, images: number): DayTotals => ({
      day,
      images,
      sizeGiB: 8.5,
      dollars: 0.425,
      ages: { month: images, quarter: 0, year: 0, older: 0, unknown: 0 },
      unscanned: 0,
      families: {
        web: {
          images: 1,
          sizeGiB: 8,
          dollars: 0.4,
          ages: { month: 1, quarter: 0, year: 0, older: 0, unknown: 0 },
        },
      },
    })
    await ledger.saveTotals(totals('2026-01-13', 1))
    await ledger.saveTotals(totals('2026-01-15', 2))
    await ledger.saveTotals(totals('2026-01-14', 3))
    await ledger.saveTotals(totals('2026-01-15', 4))
    expect(await ledger.readTotals('2026-01-14')).toEqual([totals('2026-01-14', 3), totals('2026-01-15', 4)])
    expect(await ledger.readTotals('2026-01-16')).toEqual([])
  })
})
