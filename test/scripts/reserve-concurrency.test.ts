import type { World } from '../../sandbox/world.ts'
import { createAwsClients } from '../../scripts/aws-clients.ts'
import { decideReservation } from '../../scripts/reserve-concurrency.ts'
import { startInstalled, TARGET } from './installed.ts'

let world: World
const clients = createAwsClients(TARGET.region)

beforeAll(async () => {
  world = await startInstalled()
})
afterAll(() => world.close())

test.each([
  ['a fresh account', { limit: 10, unreserved: 10 }, 0, false],
  ['one execution too few', { limit: 119, unreserved: 119 }, 0, false],
  ['just enough', { limit: 120, unreserved: 120 }, 0, true],
  ['reserved by an earlier deployment of this stage', { limit: 120, unreserved: 100 }, 20, true],
  ['reserved by others', { limit: 1_000, unreserved: 110 }, 0, false],
])('%s: %j, %d of its own: %s', async (_what, concurrency, own, isOn) => {
  world.installation.concurrency = concurrency
  world.installation.reserved = own > 0 ? new Map([['amiops-sandbox-slack', own]]) : new Map()
  const decision = await decideReservation(clients, TARGET)
  expect(decision.isOn).toBe(isOn)
  expect(decision.words).toContain(isOn ? 'Reserved concurrency is on' : 'a flood of requests cannot take')
})

test('a quota that cannot be read leaves it off, and says which right is missing', async () => {
  world.faults.add({ service: 'lambda', call: 'GetAccountSettings', error: 'AccessDeniedException' })
  const decision = await decideReservation(clients, TARGET)
  expect(decision.isOn).toBe(false)
  expect(decision.words).toMatch(/AccessDeniedException.*lambda:GetAccountSettings/)
})
