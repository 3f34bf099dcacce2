import { serve } from '../../../src/flows/serve.ts'
import { approval, asked, BUSY, ID, send, worldWith } from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** A form that is filled twice. */

test('delivered again when the facts got worse: nobody agrees to what they did not see', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  w.uses.set('instances', { known: true, value: [{ kind: 'instance', name: 'i-1' }] })
  const click = { ...asked(w, ID), kind: 'propose', action: 'disable', image: IMAGE, viewId: 'V1' } as const
  await serve(w.needs, click)
  expect(JSON.stringify(w.messenger.forms('V1').at(-1))).not.toMatch(/checkout/)
  w.clock.advance(2 * MINUTE)
  w.uses.set('autoScaling', { known: true, value: [{ kind: 'auto-scaling-group', name: 'checkout' }] })
  const { showForm } = w.messenger
  w.needs.messenger.showForm = async () => BUSY
  await serve(w.needs, click).catch(() => {})
  w.needs.messenger.showForm = showForm
  w.clock.advance(10_000)
  await serve(w.needs, send(w, 'sent'))
  expect(w.images.changed).toEqual([])
})

test('delivered again after the form was sent: it is not drawn again', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  const click = { ...asked(w, ID), kind: 'propose', action: 'disable', image: IMAGE, viewId: 'V1' } as const
  await serve(w.needs, click)
  await serve(w.needs, send(w, 'sent'))
  w.clock.advance(2 * MINUTE)
  await serve(w.needs, click)
  const last = JSON.stringify(w.messenger.forms('V1').at(-1))
  expect(last).toMatch(/Awaiting approval by/)
})
