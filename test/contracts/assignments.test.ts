import {
  type AliasPlace,
  ASSIGNMENT_CHANGES,
  type Assignment,
  aliasPlaceKey,
} from '../../src/domain/alias.ts'
import type { SeenAlias } from '../../src/domain/seen-alias.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** What aliases were set to, in the ledger in memory and in the one in DynamoDB. */

const LEDGERS = bothLedgers()

const NOW = Date.UTC(2026, 0, 15, 12)
const MARIA = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0' }
const ALEX = { userId: 'U0ALEX', workspaceId: 'T0' }
let count = 0

const newAlias = (): AliasPlace => ({
  account: '123456789012',
  region: 'us-east-1',
  family: 'payments-base',
  alias: 'prod',
  parameter: `/golden/payments-base/prod-${++count}`,
})

const promotion = (where: AliasPlace, more: Partial<Assignment> = {}): Assignment => ({
  ...where,
  id: 'click-1',
  atMs: NOW,
  change: 'promote',
  outcome: 'accepted',
  to: { imageId: 'ami-0000000000000000b', name: 'payments-base-2' },
  from: { imageId: 'ami-0000000000000000a' },
  version: 4,
  by: MARIA,
  approvedBy: ALEX,
  purpose: 'für die Nacht 🌙',
  planId: 'f'.repeat(40),
  rejected: 'Unable to Describe Resource',
  ...more,
})

describe.each(LEDGERS)('assignments %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('an assignment is read back whole, of each kind of change', async () => {
    const where = newAlias()
    for (const [at, change] of ASSIGNMENT_CHANGES.entries()) {
      const written = promotion(where, { id: `${change}-1`, atMs: NOW + at, change })
      await ledger.addAssignment(written)
      expect(await ledger.readAssignment(where, written)).toEqual(written)
    }
    expect(await ledger.readAssignments(where, 10)).toHaveLength(ASSIGNMENT_CHANGES.length)
  })

  test('a parameter that somebody deleted outside of amiops has no target', async () => {
    const where = newAlias()
    const deleted: Assignment = {
      ...where,
      id: 'v4/deleted',
      atMs: NOW,
      change: 'outside',
      outcome: 'confirmed',
      from: { imageId: 'ami-0000000000000000a' },
      principal: { kind: 'role', name: 'terraform', session: 'run-1' },
      seenLate: true,
    }
    await ledger.addAssignment(deleted)
    expect(await ledger.readAssignments(where, 1)).toEqual([deleted])
  })

  test('the newest come first, and no more than are wanted', async () => {
    const where = newAlias()
    for (const at of [3, 1, 2])
      await ledger.addAssignment(promotion(where, { id: `click-${at}`, atMs: NOW + at }))
    const ids = async (most: number) => (await ledger.readAssignments(where, most)).map(({ id }) => id)
    expect(await ids(10)).toEqual(['click-3', 'click-2', 'click-1'])
    expect(await ids(2)).toEqual(['click-3', 'click-2'])
  })

  test('written again it is one entry, with what became of it', async () => {
    const where = newAlias()
    await ledger.addAssignment(promotion(where, { outcome: 'unknown' }))
    await ledger.addAssignment(promotion(where))
    await ledger.addAssignment(promotion(where, { outcome: 'confirmed' }))
    expect(await ledger.readAssignments(where, 10)).toEqual([promotion(where, { outcome: 'confirmed' })])
  })

  test.each(['confirmed', 'refused', 'failed'] as const)(
    'what is %s is not replaced by what is open',
    async outcome => {
      const where = newAlias()
      await ledger.addAssignment(promotion(where, { outcome }))
      await ledger.addAssignment(promotion(where, { outcome: 'accepted' }))
      await ledger.addAssignment(promotion(where, { outcome: 'unknown' }))
      expect(await ledger.readAssignment(where, promotion(where))).toMatchObject({ outcome })
    },
  )

  test('each parameter, account and region has its own; names of family and alias do not count', async () => {
    const where = newAlias()
    await ledger.addAssignment(promotion(where))
    expect(await ledger.readAssignments({ ...where, region: 'eu-west-1' }, 10)).toEqual([])
    expect(await ledger.readAssignments({ ...where, account: '210987654321' }, 10)).toEqual([])
    expect(await ledger.readAssignments({ ...where, parameter: `${where.parameter}x` }, 10)).toEqual([])
    expect(await ledger.readAssignments({ ...where, family: 'payments', alias: 'live' }, 10)).toHaveLength(1)
    expect(await ledger.readAssignment(where, { id: 'click-2', atMs: NOW })).toBeUndefined()
  })

  test('what an alias named last is read back whole, with others, and saved only over what was read', async () => {
    const [one, other] = [newAlias(), newAlias()]
    expect((await ledger.readSeenAliases([one, other])).size).toBe(0)
    const { family: _family, alias: _alias, ...where } = one
    const seen: SeenAlias = {
      ...where,
      last: { value: 'ami-0000000000000000a', version: 3, changedAtMs: NOW },
      version: 0,
    }
    expect(await ledger.saveSeenAlias(seen)).toBe(true)
    expect(await ledger.saveSeenAlias(seen)).toBe(false)
    const deleted: SeenAlias = { ...seen, deleted: { atMs: NOW, isAnnounced: true }, missingSinceMs: NOW }
    expect(await ledger.saveSeenAlias({ ...deleted, version: 1 })).toBe(true)
    const read = await ledger.readSeenAliases([one, other])
    expect([...read]).toEqual([[aliasPlaceKey(one), { ...deleted, version: 2 }]])
    expect(await ledger.readAssignments(one, 10)).toEqual([])
  })
})
