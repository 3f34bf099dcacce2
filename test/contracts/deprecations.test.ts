import type { Deprecation } from '../../src/domain/deprecation.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** What the ledger in memory and the one in DynamoDB know of deprecation dates. */

const NOW = Date.UTC(2026, 0, 15, 12)
const DAY = 24 * 3_600_000
let count = 0
const given = (more: Partial<Deprecation> = {}): Deprecation => ({
  account: '123456789012',
  region: 'us-east-1',
  imageId: `ami-${String(++count).padStart(17, '0')}`,
  version: 0,
  changedAtMs: NOW,
  changes: 0,
  ...more,
})

describe.each(bothLedgers())('deprecations %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('one is read back as it was saved, and saved only over what was read', async () => {
    const whole = given({
      deprecatedAtMs: NOW + DAY,
      changes: 2,
      outside: { atMs: NOW, fromMs: NOW + 1, principal: { kind: 'role', name: 'ci' }, announced: true },
      seenOtherAtMs: NOW + 2,
      warnedDays: 7,
      warning: { days: 1, batchId: 'b', atMs: NOW },
    })
    expect(await ledger.readDeprecation(whole)).toMatchObject({ version: 0, changes: 0 })
    expect(await ledger.saveDeprecation(whole)).toBe(true)
    expect(await ledger.readDeprecation(whole)).toEqual({ ...whole, version: 1 })
    expect(await ledger.saveDeprecation(whole)).toBe(false)
    expect(await ledger.saveDeprecation({ ...whole, version: 1, warnedDays: 0 })).toBe(true)
  })

  test('what has something to do is due, the longest first; what has not is not', async () => {
    const [later, sooner, unannounced, done] = [
      given({ deprecatedAtMs: NOW + 30 * DAY }),
      given({ deprecatedAtMs: NOW + 20 * DAY }),
      given({ changes: 1, outside: { atMs: NOW } }),
      given({ deprecatedAtMs: NOW + 20 * DAY, warnedDays: 0 }),
    ]
    for (const one of [later, sooner, unannounced, done]) await ledger.saveDeprecation(one)
    const ids = [later, sooner, unannounced, done].map(({ imageId }) => imageId)
    const due = async (nowMs: number) =>
      (await ledger.readDueDeprecations(nowMs, 100))
        .map(({ imageId }) => imageId)
        .filter(id => ids.includes(id))
    expect(await due(NOW)).toEqual([unannounced.imageId, sooner.imageId, later.imageId])
    expect(await due(NOW - 1)).toEqual([unannounced.imageId, sooner.imageId])
  })
})
