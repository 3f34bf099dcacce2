import { serve } from '../../../src/flows/serve.ts'
import {
  open,
  recordNow,
  requestEntries,
  runSchedule,
  send,
  WITH_AUDIT,
  worldWith,
} from '../../support/memory/asking.ts'

/** What EC2 answered, and what was written of it. */

test('its event is announced before its acceptance is written: it stays confirmed', async () => {
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
  await runSchedule(w, 20)
  expect((await recordNow(w))?.request?.state).toBe('confirmed')
  expect(await requestEntries(w)).toMatchObject([{ outcome: 'confirmed' }])
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
  expect((await requestEntries(w))[0]).toMatchObject({ outcome: 'failed' })
})
