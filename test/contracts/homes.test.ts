import type { PlaceGlance } from '../../src/domain/fleet-glance.ts'
import type { Attempt } from '../../src/domain/history.ts'
import type { ImageRef } from '../../src/domain/image.ts'
import type { Ledger } from '../../src/ports.ts'
import { bothLedgers } from '../support/ledgers.ts'

/** What Home tabs need of the ledger, in memory and in DynamoDB. */

const LEDGERS = bothLedgers()

const NOW = Date.UTC(2026, 0, 15, 12)
let count = 0
const nobodyYet = () => ({ userId: `U0HOME${++count}`, workspaceId: 'T0SANDBOX' })

describe.each(LEDGERS)('Home tabs %s', (_name, open) => {
  let ledger: Ledger
  beforeAll(() => {
    ledger = open()
  })

  test('a Home is read back as it was saved, and saved only over what was read', async () => {
    const person = { ...nobodyYet(), name: 'maria' }
    expect(await ledger.readHome(person.userId)).toBeUndefined()
    const home = { person, version: 0, openedAtMs: NOW, shown: 'abc', refreshedAtMs: NOW + 1 }
    expect(await ledger.saveHome(home)).toBe(true)
    expect(await ledger.readHome(person.userId)).toEqual({ ...home, version: 1 })
    expect(await ledger.saveHome(home)).toBe(false)
    expect(await ledger.saveHome({ ...home, version: 1, shown: 'def' })).toBe(true)
    expect(await ledger.readHome(person.userId)).toMatchObject({ version: 2, shown: 'def' })
  })

  test('those opened since a time are found, the latest first', async () => {
    const [early, late, last] = [nobodyYet(), nobodyYet(), nobodyYet()]
    const atMs = NOW + 100_000_000
    for (const [person, openedAtMs] of [
      [late, atMs + 5],
      [early, atMs - 1],
      [last, atMs + 9],
    ] as const)
      await ledger.saveHome({ person, version: 0, openedAtMs })
    const found = await ledger.readHomesOpenedSince(atMs)
    expect(found.map(({ person }) => person.userId)).toEqual([last.userId, late.userId])
  })

  test('what a person asked for is found over all images, the newest first and with its end', async () => {
    const by = nobodyYet()
    const image = (number: number): ImageRef => ({
      account: '123456789012',
      region: 'us-east-1',
      imageId: `ami-${by.userId.toLowerCase().slice(2)}${number}`,
    })
    const attempt = (number: number, outcome: Attempt['outcome']): Attempt => ({
      kind: 'request',
      id: `${by.userId}-${number}`,
      atMs: NOW + number,
      action: 'disable',
      outcome,
      by,
    })
    await ledger.addHistory(image(1), attempt(1, 'asked'))
    await ledger.addHistory(image(2), attempt(2, 'asked'))
    await ledger.addHistory(image(3), { ...attempt(3, 'asked'), by: nobodyYet() })
    await ledger.addHistory(image(3), { ...attempt(4, 'asked'), planId: 'a'.repeat(40) })
    await ledger.addHistories([{ image: image(1), entry: attempt(1, 'confirmed') }])
    expect(await ledger.readAttemptsOf(by.userId, 10)).toEqual([
      { image: image(2), attempt: attempt(2, 'asked') },
      { image: image(1), attempt: attempt(1, 'confirmed') },
    ])
    expect(await ledger.readAttemptsOf(by.userId, 1)).toHaveLength(1)
  })

  test('the glance of a place replaces the one before', async () => {
    const glance: PlaceGlance = {
      account: '123456789012',
      region: 'eu-west-1',
      states: { available: 3, failed: 1 },
      ages: { month: 1, quarter: 1, year: 1, older: 1, unknown: 0 },
      sizeGiB: 40,
      stale: { images: 1, sizeGiB: 8, oldest: [{ imageId: 'ami-1', name: 'web-1', createdAtMs: 5 }] },
      failed: [{ imageId: 'ami-2' }],
    }
    await ledger.saveGlance({ ...glance, sizeGiB: 1 })
    await ledger.saveGlance(glance)
    await ledger.saveGlance({ ...glance, region: 'us-east-1' })
    const read = (await ledger.readGlances()).filter(({ account }) => account === glance.account)
    expect(read).toHaveLength(2)
    expect(read).toContainEqual(glance)
  })
})
