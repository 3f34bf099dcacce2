import { announce } from '../../../src/flows/announce/announce.ts'
import { recordLastAnnounced } from '../../../src/flows/announce/record-last-announced.ts'
import { measuredLedger, measuredMessenger } from '../../../src/metrics-of-ports.ts'
import { createMemoryMetrics } from '../../support/memory/metrics.ts'
import { createMemoryWorld } from '../../support/memory/world.ts'

const measuredWorld = () => {
  const world = createMemoryWorld()
  const metrics = createMemoryMetrics()
  const needs = {
    ...world.needs,
    metrics,
    ledger: measuredLedger(world.ledger, metrics, world.clock.nowMs),
    messenger: measuredMessenger(world.messenger, metrics),
  }
  const tell = async (...events: ReturnType<typeof world.event>[]) => {
    await recordLastAnnounced(needs, events, await announce(needs, events))
  }
  return { world, metrics, needs, tell }
}

test('an event, its card, its repetition, its next event', async () => {
  const { world, metrics, tell } = measuredWorld()
  const event = world.event('available')
  await tell(event)
  await tell(event)
  world.clock.advance(60_000)
  await tell(world.event('disabled'))
  expect(metrics.sums()).toEqual({
    Events: 2,
    EventToCard: 2,
    Cards: 1,
    ThreadLines: 1,
    DuplicatesDropped: 1,
  })
})

test('Slack has no room: counted, and the event is not', async () => {
  const { world, metrics, tell } = measuredWorld()
  world.messenger.answerWith({ kind: 'busy', retryAfterSec: 5 })
  await tell(world.event('available'))
  expect(metrics.sums()).toEqual({ SlackBusy: 1 })
})

test('seen late; a request by its result, with the time that it took', async () => {
  const { world, metrics, needs, tell } = measuredWorld()
  await tell(world.event('available', { seenLate: true }))
  const person = { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' }
  const entry = { kind: 'request' as const, id: 'r', atMs: 0, action: 'disable' as const, by: person }
  await needs.ledger.addHistory(world.event('available'), { ...entry, outcome: 'accepted' })
  await needs.ledger.addHistory(world.event('available'), { ...entry, outcome: 'refused' })
  expect(metrics.sums()).toMatchObject({
    SeenLate: 1,
    'Requests accepted': 1,
    'Requests refused': 1,
    ClickToAccepted: 1,
  })
})

test('an event of a burst that comes again to finish its digest: it was announced when the digest was', async () => {
  const { world, metrics, tell } = measuredWorld()
  const burst = Array.from({ length: 8 }, (_, i) =>
    world.event('available', { imageId: `ami-0000000000000000${i}` }),
  )
  await tell(...burst)
  expect(metrics.sums()).toMatchObject({ Events: 8, EventToCard: 8 })
  world.clock.advance(79_000)
  await tell(...burst)
  expect(metrics.sums()).toMatchObject({ Events: 8 })
  expect(await world.ledger.readLastAnnounced()).toMatchObject({ afterMs: 0 })
})
