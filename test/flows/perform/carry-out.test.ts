import { reconcile } from '../../../src/flows/reconcile/reconcile.ts'
import { serve } from '../../../src/flows/serve.ts'
import { type AskedWorld, open, recordNow, send, WITH_AUDIT, worldWith } from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** What EC2 answered, and what was written of it. */

const runs = async (w: AskedWorld, n: number) => {
  for (let i = 0; i < n; i++) {
    w.clock.advance(5 * MINUTE)
    await reconcile(w.needs)
  }
}
const requests = async (w: AskedWorld) =>
  (await w.ledger.readHistory(IMAGE, 20)).filter(entry => entry.kind === 'request')

test('its event is told before its acceptance is written: confirmed it stays', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await open(w)
  const { addHistory } = w.ledger
  let once = true
  w.needs.ledger.addHistory = async (i, e) => {
    if (e.kind === 'request' && e.outcome === 'accepted' && once) {
      once = false
      await w.deliver(w.event('disabled'))
    }
    await addHistory(i, e)
  }
  await serve(w.needs, send(w, 'sent'))
  await runs(w, 20)
  expect((await recordNow(w))?.request?.state).toBe('confirmed')
  expect(await requests(w)).toMatchObject([{ outcome: 'confirmed' }])
})

test('the answer to the write of acting is lost, the client tries again: EC2 is called', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } })
  await w.deliver(w.event('available'))
  await open(w)
  const { saveImage } = w.ledger
  w.needs.ledger.saveImage = async r => {
    const saved = await saveImage(r)
    return r.request?.state === 'acting' ? false : saved
  }
  await serve(w.needs, send(w, 'sent'))
  w.needs.ledger.saveImage = saveImage
  expect(w.images.changed).toHaveLength(1)
})

test('EC2 refused it while somebody else did the same: nobody is said to have done it in Slack', async () => {
  const w = worldWith({ disable: { roles: ['operator'] } }, WITH_AUDIT)
  await w.deliver(w.event('available'))
  await open(w)
  const { change } = w.images
  w.needs.images.change = async c => {
    await change(c)
    await w.deliver(w.event('disabled'))
    return { kind: 'refused', code: 'UnauthorizedOperation', message: 'no', requestId: 'x' }
  }
  await serve(w.needs, send(w, 'sent'))
  expect((await requests(w))[0]).toMatchObject({ outcome: 'failed' })
})
