import type { Ledger } from '../../src/ports.ts'
import { connectEdges } from './edges.ts'
import { createMemoryLedger } from './memory/ledger.ts'
import { startBareWorld, type TestWorld } from './world.ts'

/** The ledger in memory and the one in DynamoDB, which must do the same. Starts a sandbox for the tests of a file. */
export const bothLedgers = (): [name: string, open: () => Ledger][] => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startBareWorld()
  })
  afterAll(() => world.close())
  return [
    ['in memory', createMemoryLedger],
    ['in DynamoDB', () => connectEdges(world.sandbox, { nowMs: () => Date.now() }).ledger],
  ]
}
