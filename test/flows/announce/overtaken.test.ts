import { NOBODY as NOBODY_ELSE } from '../../../src/domain/sharing.ts'
import { announce } from '../../../src/flows/announce/announce.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  type AskedWorld,
  asked,
  dies,
  OTHER,
  open,
  recordNow,
  requestEntries,
  runSchedule,
  send,
  WITH_AUDIT,
  worldWith,
} from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** A request that EC2 carried out, and whose event is lost or comes after something newer. */

const shared = { ...NOBODY_ELSE, accounts: ['999999999999'] }

test('its event comes after something newer: confirmed, and its permissions are kept', async () => {
  const w = worldWith({ disable: { roles: ['operator'] }, share: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  w.images.share(IMAGE, shared)
  w.clock.advance(MINUTE)
  await open(w)
  await serve(w.needs, send(w, 'sent'))
  expect((await recordNow(w))?.request?.state).toBe('accepted')
  const disabled = w.event('disabled')
  w.clock.advance(20_000)
  await w.images.change({ call: 'EnableImage', image: IMAGE })
  await w.deliver(w.event('available'))
  await w.deliver(disabled)
  await runSchedule(w, 15)
  expect((await recordNow(w))?.savedPermissions).toEqual(shared)
  expect(await requestEntries(w)).toMatchObject([{ outcome: 'confirmed' }])
})

test('EC2’s answer and the event are late, enabled outside: permissions are kept', async () => {
  const w = worldWith({ disable: { roles: ['operator'] }, share: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  w.images.share(IMAGE, shared)
  w.clock.advance(MINUTE)
  await open(w)
  w.images.answerNext({ kind: 'unknown', reason: 'TimeoutError' }, true)
  await serve(w.needs, send(w, 'sent'))
  w.clock.advance(20_000)
  await w.images.change({ call: 'EnableImage', image: IMAGE })
  await w.deliver(w.event('available'))
  await runSchedule(w, 1)
  expect((await recordNow(w))?.savedPermissions).toEqual(shared)
})

test('it does not keep others from changing the image', async () => {
  const w = worldWith({ disable: { roles: ['operator'] }, deregister: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  w.clock.advance(MINUTE)
  await open(w)
  await serve(w.needs, send(w, 'sent'))
  const disabled = w.event('disabled')
  w.clock.advance(20_000)
  await w.images.change({ call: 'EnableImage', image: IMAGE })
  await w.deliver(w.event('available'))
  await w.deliver(disabled)
  await runSchedule(w, 9)
  await serve(w.needs, {
    ...asked(w, OTHER),
    kind: 'propose',
    action: 'deregister',
    viewId: 'V2',
    image: IMAGE,
  })
  await serve(w.needs, { ...send(w, 'sent-2'), proposalId: OTHER, viewId: 'V2' })
  expect(w.images.changed.at(-1)).toMatch(/Deregister/)
})

test('its event is lost, enabled outside: permissions are kept', async () => {
  const w = worldWith({ disable: { roles: ['operator'] }, share: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  w.images.share(IMAGE, shared)
  w.clock.advance(MINUTE)
  await open(w)
  await serve(w.needs, send(w, 'sent'))
  w.clock.advance(20_000)
  await w.images.change({ call: 'EnableImage', image: IMAGE })
  await w.deliver(w.event('available'))
  await runSchedule(w, 15)
  expect((await recordNow(w))?.savedPermissions).toEqual(shared)
})

test('deregistered before its event came: it is not announced as failed', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await open(w)
  await serve(w.needs, send(w, 'sent'))
  const disabled = w.event('disabled')
  w.clock.advance(20_000)
  await w.images.change({ call: 'DeregisterImage', image: IMAGE, deleteSnapshots: false })
  await w.deliver(w.event('deregistered'))
  await w.deliver(disabled)
  await runSchedule(w, 3)
  expect((await w.ledger.readHistory(IMAGE, 9)).filter(e => e.kind === 'request')).toMatchObject([
    { outcome: 'confirmed' },
  ])
})

/** Disable was accepted; its event is lost; somebody enabled the image outside. */
const overtaken = async () => {
  const w = worldWith({ disable: { roles: ['operator'] } }, WITH_AUDIT)
  await announce(w.needs, [w.event('available')])
  await open(w)
  await serve(w.needs, send(w, 'sent'))
  w.clock.advance(20_000)
  await w.images.change({ call: 'EnableImage', image: IMAGE })
  return { w, enabled: w.event('available') }
}
const audited = (w: AskedWorld) => w.messenger.posts('ami-audit').map(({ message }) => message.text)

test('the audit channel has both: what was asked for in Slack, and what overtook it', async () => {
  const { w, enabled } = await overtaken()
  await announce(w.needs, [enabled])
  await announce(w.needs, [enabled])
  expect(audited(w).filter(text => /Disable .*requested by @maria.*done/.test(text))).toHaveLength(1)
  expect(audited(w).filter(text => text.includes('Outside Slack'))).toHaveLength(2)
})

test.each(['addHistories', 'beginPost'] as const)(
  'the function ends at %s: the next delivery writes and tells the end',
  async call => {
    const { w, enabled } = await overtaken()
    const before = w.ledger[call]
    w.needs.ledger[call] = dies
    await announce(w.needs, [enabled])
    Object.assign(w.needs.ledger, { [call]: before })
    w.clock.advance(2 * MINUTE)
    await announce(w.needs, [enabled])
    expect(await requestEntries(w)).toMatchObject([{ outcome: 'confirmed' }])
    expect(audited(w).filter(text => /Disable .*requested by @maria.*done/.test(text))).toHaveLength(1)
  },
)

test('the history got the event and not yet the end of its request: the next delivery completes it', async () => {
  const { w, enabled } = await overtaken()
  const { addHistories } = w.ledger
  w.needs.ledger.addHistories = async entries => {
    await addHistories(entries.filter(({ entry }) => entry.kind === 'event'))
    throw new Error('DynamoDB left a part unwritten.')
  }
  await announce(w.needs, [enabled])
  w.needs.ledger.addHistories = addHistories
  w.clock.advance(2 * MINUTE)
  await announce(w.needs, [enabled])
  expect(await requestEntries(w)).toMatchObject([{ outcome: 'confirmed' }])
})

test('an event of the very time of the call proves nothing: the request waits for its own', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await open(w)
  await serve(w.needs, send(w, 'sent'))
  w.clock.advance(2_000)
  await w.deliver(w.event('available'))
  expect((await recordNow(w))?.request?.state).toBe('accepted')
  w.clock.advance(1_000)
  await w.deliver(w.event('disabled'))
  expect((await recordNow(w))?.request?.state).toBe('confirmed')
})
