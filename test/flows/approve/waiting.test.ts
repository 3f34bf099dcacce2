import { serve } from '../../../src/flows/serve.ts'
import {
  approval,
  dies,
  ID,
  open,
  recordNow,
  runSchedule,
  send,
  worldWith,
} from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

/** The image's card says that something waits only while somebody is asked. */

test('marked as waiting, the function ends, delivered again when Slack does not say who may: the mark is removed', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval: { ...approval, roles: ['second'] } } })
  w.needs.config = {
    ...w.config,
    roles: { ...w.config.roles, second: { users: [], userGroups: ['S0SECOND'] } },
  }
  w.messenger.setMembers('S0SECOND', ['U0ALEX'])
  await w.deliver(w.event('available'))
  await open(w)
  const ask = send(w, 'sent')
  const { saveProposal } = w.ledger
  w.needs.ledger.saveProposal = async p => (p.state === 'waiting' ? dies() : saveProposal(p))
  await serve(w.needs, ask).catch(() => {})
  w.needs.ledger.saveProposal = saveProposal
  w.messenger.setMembers('S0SECOND', undefined)
  w.clock.advance(6 * MINUTE)
  await serve(w.needs, ask)
  await runSchedule(w, 30)
  expect((await recordNow(w))?.waiting).toBeUndefined()
})

test('marked as waiting, the function ends, then no approval is needed: the mark is removed', async () => {
  const w = worldWith({
    disable: { roles: ['operator'], approval: { ...approval, when: [{ tags: { env: 'prod' } }] } as never },
  })
  w.images.put(IMAGE, { state: 'available', name: 'web-1', tags: { env: 'prod' }, snapshots: [] })
  await w.deliver(w.event('available'))
  await open(w)
  const ask = send(w, 'sent')
  const { saveProposal } = w.ledger
  w.needs.ledger.saveProposal = async p => {
    if (p.state === 'waiting') throw new Error('The function ends.')
    return saveProposal(p)
  }
  await serve(w.needs, ask).catch(() => {})
  w.needs.ledger.saveProposal = saveProposal
  w.images.put(IMAGE, { state: 'available', name: 'web-1', tags: {}, snapshots: [] })
  w.clock.advance(6 * MINUTE)
  await serve(w.needs, ask)
  await w.deliver(w.event('disabled'))
  await runSchedule(w, 30)
  expect((await recordNow(w))?.waiting).toBeUndefined()
})

test('delivered again: the card says until when it waits now', async () => {
  const w = worldWith({ disable: { roles: ['operator'], approval } })
  await w.deliver(w.event('available'))
  await open(w)
  const ask = send(w, 'sent')
  const { saveProposal } = w.ledger
  w.needs.ledger.saveProposal = async p => (p.state === 'waiting' ? dies() : saveProposal(p))
  await serve(w.needs, ask).catch(() => {})
  w.needs.ledger.saveProposal = saveProposal
  w.clock.advance(6 * MINUTE)
  await serve(w.needs, ask)
  const p = await w.ledger.readProposal(ID)
  expect((await recordNow(w))?.waiting?.disable?.untilMs).toBe(p?.approval?.expiresAtMs)
})
