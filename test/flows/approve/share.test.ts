import { NOBODY as NOBODY_ELSE } from '../../../src/domain/sharing.ts'
import { serve } from '../../../src/flows/serve.ts'
import {
  type AskedWorld,
  approval,
  asked,
  decision,
  ID,
  open,
  send,
  worldWith,
} from '../../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../../support/memory/world.ts'

const SHARE = 'share-it'.padEnd(40, 'x')

const everybody = { ...NOBODY_ELSE, isPublic: true }

const shareAsked = async (when: object[] = [{ shared: true }], kept = everybody) => {
  const world = worldWith({
    disable: { roles: ['operator'] },
    enable: { roles: ['operator'] },
    share: { roles: ['operator'], approval: { ...approval, when } },
  })
  world.images.share(IMAGE, kept)
  world.uses.set('sharing', { known: true, value: kept })
  await open(world)
  await serve(world.needs, send(world, 'the-submission'))
  await world.deliver(world.event('disabled'))
  world.uses.set('sharing', { known: true, value: NOBODY_ELSE })
  world.clock.advance(MINUTE)
  await serve(world.needs, { ...asked(world, 'enable-it'), kind: 'change', action: 'enable', image: IMAGE })
  await world.deliver(world.event('available'))
  await serve(world.needs, { ...asked(world, SHARE), kind: 'change', action: 'share', image: IMAGE })
  return world
}

const askCard = (world: AskedWorld) =>
  world.messenger.posts('ami-alerts').find(({ message }) => /re-share/.test(message.text))

test('nobody makes an image public again alone, where sharing asks for a second person', async () => {
  const world = await shareAsked()
  expect(world.images.changed).not.toContain(`ModifyImageAttribute ${IMAGE.imageId}`)
  expect(world.messenger.posts('ami-alerts')[0]?.message.text).toMatch(
    /Approval needed: .* wants to re-share/,
  )
})

test('the approver sees that it becomes public', async () => {
  const world = await shareAsked()
  const card = JSON.stringify(askCard(world)?.message)
  expect(card).not.toMatch(/Private: not shared/)
  expect(card).toMatch(/public|everybody|Everybody/)
})

test('Re-share takes no access away', async () => {
  const world = worldWith({
    enable: { roles: ['operator'], approval: { ...approval, when: [{ shared: true }] } },
  })
  world.images.put(IMAGE, { state: 'disabled', name: 'web-1', tags: {}, snapshots: [] })
  await world.deliver(world.event('disabled'))
  world.uses.set('sharing', { known: false, why: 'AccessDenied' })
  await serve(world.needs, { ...asked(world, ID), kind: 'change', action: 'enable', image: IMAGE })
  const card = JSON.stringify(world.messenger.posts('ami-alerts')[0]?.message)
  expect(card).not.toMatch(/lose access|Loses access/)
})

test('it is shared with those that the second person agreed to', async () => {
  const one = { ...NOBODY_ELSE, accounts: ['111111111111'] }
  const world = await shareAsked([], one)
  const [record] = (await world.ledger.readImages([IMAGE])).values()
  if (!record) throw new Error('Expected a record.')
  await world.ledger.saveImage({ ...record, savedPermissions: { ...one, isPublic: true } })
  world.clock.advance(MINUTE)
  await serve(world.needs, decision(world, 'the-yes', 'approve', SHARE))
  expect((await world.images.sharing(IMAGE)).isPublic).toBe(false)
})
