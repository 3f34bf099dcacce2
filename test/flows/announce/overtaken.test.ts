import { NOBODY as NOBODY_ELSE } from '../../../src/domain/sharing.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  asked,
  OTHER,
  open,
  recordNow,
  requestEntries,
  runSchedule,
  send,
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

test('deregistered before its event came: it is not told as failed', async () => {
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
