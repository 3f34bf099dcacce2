import { serve } from '../../../src/flows/serve.ts'
import { open, recordNow, send, worldWith } from '../../support/memory/asking.ts'
import { reconcile } from '../../support/memory/reconcile.ts'
import { MINUTE } from '../../support/memory/world.ts'

test('the first look comes two hours after the change: it confirms the request, which blocks the image no longer', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await open(w)
  await serve(w.needs, send(w, 'the-submission'))
  expect((await recordNow(w))?.request?.state).toBe('accepted')
  w.clock.advance(120 * MINUTE)
  await reconcile(w.needs)
  expect((await recordNow(w))?.request).toMatchObject({ state: 'confirmed', confirmedBy: 'look' })
})
