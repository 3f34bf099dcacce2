import type { World } from '../../sandbox/world.ts'
import { createAwsClients } from '../../scripts/aws-clients.ts'
import { findFallbackTopic } from '../../scripts/keep-fallback-topic.ts'
import { startInstalled, TARGET } from './installed.ts'

let world: World
const clients = createAwsClients(TARGET.region)

beforeAll(async () => {
  world = await startInstalled()
})
afterAll(() => world.close())

test('a topic that an earlier deployment made stays on; elsewhere it is off', async () => {
  expect(await findFallbackTopic(createAwsClients(TARGET.region), TARGET)).toEqual({ kind: 'on' })
  expect(await findFallbackTopic(clients, { ...TARGET, stage: 'new' })).toEqual({ kind: 'off' })
})

test('where CloudFormation does not say, nothing is guessed', async () => {
  world.faults.add({ service: 'cloudformation', call: 'DescribeStackResource', error: 'AccessDenied' })
  expect(await findFallbackTopic(clients, TARGET)).toEqual({
    kind: 'unknown',
    why: expect.stringMatching(/would delete its subscriptions.*--param fallbackTopic=true/),
  })
})
