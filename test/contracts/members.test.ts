import type { MemberList } from '../../src/domain/member-list.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

const NOW = Date.UTC(2026, 0, 15, 12)
const HOUR = 3_600_000

describe.each(bothLedgers())('the accounts of an organization %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('are one list, which is written only over the version that was read', async () => {
    expect(await ledger.readMembers()).toBeUndefined()
    const list: MemberList = {
      organization: 'o-a1b2c3d4e5',
      accounts: Array.from({ length: 200 }, (_, at) => ({
        id: String(at).padStart(12, '1'),
        name: `Größe ${at}`,
        joinedAtMs: NOW + at,
        ...(at === 7 && { namedAtMs: NOW + 9 }),
      })),
      left: [
        { id: '888888888888', name: 'Lab', leftAtMs: NOW },
        { id: '777777777777', leftAtMs: NOW - 1 },
      ],
      management: '999999999999',
      listedAtMs: NOW,
      version: 0,
    }
    expect(await ledger.saveMembers(list)).toBe(true)
    expect(await ledger.readMembers()).toEqual({ ...list, version: 1 })
    expect(await ledger.saveMembers(list)).toBe(false)
    const trouble = { name: 'AccessDeniedException', sinceMs: NOW }
    expect(await ledger.saveMembers({ ...list, trouble, version: 1 })).toBe(true)
    expect(await ledger.readMembers()).toEqual({ ...list, trouble, version: 2 })
  })

  test('and others that sent events, with what a check of them came to', async () => {
    const [one, other] = ['210000000001', '210000000002']
    expect(await ledger.saveUnknownAccount(one, NOW)).toEqual({ id: one, heardAtMs: NOW })
    await ledger.saveUnknownAccount(other, NOW)
    await ledger.saveChecked([
      { id: one, checkedAtMs: NOW + 5, failure: 'AccessDenied' },
      { id: other, checkedAtMs: NOW + 6 },
      { id: '210000000003', checkedAtMs: NOW + 7 },
    ])
    const checked = { checkedAtMs: NOW + 5, failure: 'AccessDenied' }
    expect(await ledger.saveUnknownAccount(one, NOW + HOUR - 1)).toEqual({
      id: one,
      heardAtMs: NOW,
      ...checked,
    })
    expect(await ledger.saveUnknownAccount(one, NOW + HOUR)).toEqual({
      id: one,
      heardAtMs: NOW + HOUR,
      ...checked,
    })
    expect(await ledger.readUnknownAccounts()).toEqual([
      { id: one, heardAtMs: NOW + HOUR, ...checked },
      { id: other, heardAtMs: NOW, checkedAtMs: NOW + 6 },
    ])
    await ledger.saveChecked([{ id: one, checkedAtMs: NOW + HOUR }])
    expect((await ledger.readUnknownAccounts())[0]).toEqual({
      id: one,
      heardAtMs: NOW + HOUR,
      checkedAtMs: NOW + HOUR,
    })
  })
})
