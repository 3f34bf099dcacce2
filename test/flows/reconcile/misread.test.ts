import { serve } from '../../../src/flows/serve.ts'
import { type AskedWorld, asked, ID, imageCard, runSchedule, worldWith } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What EC2 answers too early must not stand on a card for ever. */

const expectTrueCard = (w: AskedWorld) =>
  expect(imageCard(w)).toMatch(w.images.stateOf(IMAGE) === 'available' ? /🟢 Available/ : /🟡 Disabled/)

test('a click right after an event, while EC2 lags: the card is right', async () => {
  const w = worldWith({ enable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await reconcile(w.needs)
  await runSchedule(w, 2)
  w.clock.advance(MINUTE)
  await w.images.change({ call: 'DisableImage', image: IMAGE })
  await w.deliver(w.event('disabled'))
  w.clock.advance(2_000)
  const { describe } = w.images
  const facts = { state: 'available' as const, name: 'web-1', tags: {}, snapshots: [] }
  w.needs.images.describe = async () => new Map([[IMAGE.imageId, facts]])
  await serve(w.needs, { ...asked(w, 'click'), kind: 'change', action: 'enable', image: IMAGE })
  w.needs.images.describe = describe
  await runSchedule(w, 1)
  await runSchedule(w, 12 * 24)
  expectTrueCard(w)
})

test('new image, EC2 does not find it by id yet when somebody clicks: the card is right again', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  w.images.remove(IMAGE)
  await reconcile(w.needs)
  w.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots: [] })
  await w.deliver(w.event('available'))
  w.clock.advance(3_000)
  const { describe } = w.images
  w.needs.images.describe = async () => new Map()
  await serve(w.needs, { ...asked(w, ID), kind: 'propose', action: 'disable', image: IMAGE, viewId: 'V1' })
  w.needs.images.describe = describe
  await runSchedule(w, 12 * 24)
  expect(imageCard(w)).toMatch(/🟢 Available/)
})

test('an event is announced while a click looks: the card is right in the end', async () => {
  const w = worldWith({ enable: { roles: ['operator'] } })
  w.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots: [] })
  await w.deliver(w.event('available'))
  await runSchedule(w, 2)
  const { describe } = w.images
  let once = true
  w.needs.images.describe = async (...of) => {
    const live = await describe(...of)
    if (once) {
      once = false
      w.clock.advance(400)
      await w.images.change({ call: 'DisableImage', image: IMAGE })
      await w.deliver(w.event('disabled'))
    }
    return live
  }
  await serve(w.needs, { ...asked(w, 'click'), kind: 'change', action: 'enable', image: IMAGE })
  w.needs.images.describe = describe
  await runSchedule(w, 12 * 24)
  expectTrueCard(w)
})

test('changed and changed back, both events lost, a click between: the card is right in the end', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await runSchedule(w, 2)
  await w.images.change({ call: 'DisableImage', image: IMAGE })
  await serve(w.needs, { ...asked(w, ID), kind: 'propose', action: 'disable', image: IMAGE, viewId: 'V1' })
  await w.images.change({ call: 'EnableImage', image: IMAGE })
  await runSchedule(w, 12 * 24)
  expect(imageCard(w)).toMatch(/🟢 Available/)
})

test('a look that is right, and a list that lags behind it: the look stands', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await runSchedule(w, 2)
  await w.images.change({ call: 'DisableImage', image: IMAGE })
  await serve(w.needs, { ...asked(w, ID), kind: 'propose', action: 'disable', image: IMAGE, viewId: 'V1' })
  expect(imageCard(w)).toMatch(/🟡 Disabled/)
  const { listPage } = w.images
  w.needs.images.listPage = async (...of) => {
    const { images, ...page } = await listPage(...of)
    return { ...page, images: images.map(one => ({ ...one, facts: { ...one.facts, state: 'available' } })) }
  }
  w.clock.advance(5_000)
  await reconcile(w.needs)
  expect(imageCard(w)).toMatch(/🟡 Disabled/)
})
