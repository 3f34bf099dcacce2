import { serve } from '../../src/flows/serve.ts'
import { BUSY, dies, open, recordNow, send, WITH_AUDIT, worldWith } from '../support/memory/asking.ts'
import { MINUTE } from '../support/memory/world.ts'

test('its outcome was lost, and the audit channel is busy: the requester is notified anyway', async () => {
  const w = worldWith({ disable: { roles: ['operator'] }, deregister: { roles: ['operator'] } }, WITH_AUDIT)
  await w.deliver(w.event('available'))
  await open(w)
  const ask = send(w, 'sent')
  const { addHistory, saveImage } = w.ledger
  // EC2 was called; the function dies before the answer is written; something newer takes its place.
  w.needs.ledger.saveImage = async r =>
    r.request && ['accepted', 'unknown', 'failed'].includes(r.request.state) ? dies() : saveImage(r)
  await serve(w.needs, ask).catch(() => {})
  w.needs.ledger.saveImage = saveImage
  const r = await recordNow(w)
  if (!r) throw new Error()
  const { request: _gone, ...rest } = r
  await saveImage(rest)
  w.clock.advance(MINUTE)
  const { post } = w.messenger
  w.needs.messenger.post = async (c, m, t) => (c === 'ami-audit' ? BUSY : post(c, m, t))
  await serve(w.needs, ask).catch(() => {})
  w.needs.messenger.post = post
  await serve(w.needs, ask)
  void addHistory
  const heard = JSON.stringify(w.messenger.forms('V1').at(-1)) + w.messenger.privateMessages('U0MARIA').join()
  expect(heard).toMatch(/The outcome was not recorded/)
  expect(w.messenger.posts('ami-audit')).toHaveLength(1)
})
