import { announce } from '../../../src/flows/announce/announce.ts'
import { attribute } from '../../../src/flows/attribute/attribute.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  type AskedWorld,
  approval,
  asked,
  BUSY,
  decision,
  dies,
  ID,
  open,
  requestEntries,
  runSchedule,
  send,
  WITH_AUDIT,
  waitForYes,
  worldWith,
} from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What an event does beside its card: it ends a request, and the audit channel is told. */

const RIGHTS = { disable: { roles: ['operator'] }, enable: { roles: ['operator'] } }

/** Disable was accepted by EC2; its event is still to come. */
const accepted = async () => {
  const world = worldWith(RIGHTS, WITH_AUDIT)
  await announce(world.needs, [world.event('available')])
  await open(world)
  await serve(world.needs, send(world, 'the-form'))
  return world
}

const auditLines = (world: AskedWorld) =>
  world.messenger.posts('ami-audit').map(({ message }) => message.text)

test('confirmed while Slack was busy, and something newer came: history and audit channel have the end, once', async () => {
  const world = await accepted()
  const disabled = world.event('disabled')
  world.messenger.answerWith(BUSY)
  await announce(world.needs, [disabled])
  world.messenger.answerWith()
  world.clock.advance(MINUTE)
  await world.images.change({ call: 'EnableImage', image: IMAGE })
  await announce(world.needs, [world.event('available')])
  await announce(world.needs, [disabled])
  await announce(world.needs, [disabled])
  expect(await requestEntries(world)).toMatchObject([{ outcome: 'confirmed', action: 'disable' }])
  expect(auditLines(world).filter(text => /Disable .*requested by @maria.*done/.test(text))).toHaveLength(1)
})

test("the answer to a request that came before another one stands in the history once, at its event's time", async () => {
  const world = await accepted()
  const disabled = world.event('disabled')
  world.messenger.answerWith(BUSY)
  await announce(world.needs, [disabled])
  world.messenger.answerWith()
  world.clock.advance(MINUTE)
  await serve(world.needs, { ...asked(world, 'enable-it'), kind: 'change', action: 'enable', image: IMAGE })
  await announce(world.needs, [disabled])
  const events = (await world.ledger.readHistory(IMAGE, 20)).filter(({ id }) => id === disabled.id)
  expect(events).toHaveLength(1)
})

test('deregistered in a burst while a request was open: who asked and the audit channel get its end', async () => {
  const world = await accepted()
  const images = Array.from({ length: 20 }, (_, i) => ({
    ...IMAGE,
    imageId: `ami-000000000000000${String(i).padStart(2, '0')}`,
  }))
  world.images.remove(IMAGE)
  const burst = [world.event('deregistered'), ...images.map(image => world.event('deregistered', image))]
  await announce(world.needs, burst)
  expect(await requestEntries(world)).toMatchObject([
    { outcome: 'failed', reason: expect.stringContaining('was deregistered meanwhile') },
  ])
  expect(auditLines(world).filter(text => text.includes('was deregistered meanwhile'))).toHaveLength(1)
})

test('the function ended before the history was written, and something newer came first: it has its end', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } }, WITH_AUDIT)
  await w.deliver(w.event('available'))
  await waitForYes(w)
  await serve(w.needs, decision(w, 'yes'))
  const disabled = w.event('disabled')
  const { addHistories } = w.ledger
  w.needs.ledger.addHistories = dies
  await announce(w.needs, [disabled])
  w.needs.ledger.addHistories = addHistories
  w.clock.advance(20_000)
  await w.images.change({ call: 'EnableImage', image: IMAGE })
  await announce(w.needs, [w.event('available')])
  w.clock.advance(2 * MINUTE)
  await w.deliver(disabled)
  await runSchedule(w, 20)
  expect((await requestEntries(w)).find(e => e.id === `${ID}/approved`)).toMatchObject({
    outcome: 'confirmed',
  })
  expect(await w.ledger.readDueProposals(w.clock.nowMs())).toEqual([])
})

test('the audit channel learns from CloudTrail who changed an image outside Slack, in the line that is there', async () => {
  const world = worldWith({}, WITH_AUDIT)
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  const event = world.event('disabled')
  await announce(world.needs, [event])
  expect(auditLines(world)).toEqual([expect.not.stringContaining('deployer')])
  const call = {
    ...IMAGE,
    id: 'call/1',
    call: 'DisableImage' as const,
    atMs: event.atMs,
    principal: { kind: 'role' as const, name: 'deployer' },
  }
  await attribute(world.needs, [call])
  await attribute(world.needs, [call])
  expect(auditLines(world)).toEqual([expect.stringContaining('by role `deployer`')])
})
