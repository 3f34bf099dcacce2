import { announce } from '../../src/flows/announce/announce.ts'
import { serve } from '../../src/flows/serve.ts'
import { asked, open, send, worldWith } from '../support/memory/asking.ts'
import { IMAGE, MINUTE } from '../support/memory/world.ts'

/** The app of another stage has another slash command: every hint names that one. */

const ours = () =>
  worldWith({ disable: { roles: ['operator'] }, enable: { roles: ['nobody'] } }, { command: '/ami-staging' })

const expectStaging = (texts: readonly unknown[]) => {
  const text = JSON.stringify(texts)
  expect(text).toContain('/ami-staging ')
  expect(text).not.toMatch(/\/ami(?![\w-])/)
}

test('a form without a card, for how it goes on', async () => {
  const world = ours()
  await open(world)
  await serve(world.needs, send(world, 'sent'))
  expectStaging(world.messenger.forms('V1').slice(-1))
})

test('a form for what somebody else has done already', async () => {
  const world = ours()
  world.images.put(IMAGE, { state: 'pending', name: 'web-1', tags: {}, snapshots: [] })
  await open(world)
  expectStaging(world.messenger.forms('V1').slice(-1))
})

test('a card of a gone image whose Recycle Bin could not be read', async () => {
  const world = ours()
  world.images.remove(IMAGE)
  world.needs.images.recycled = () => Promise.reject(new Error('no'))
  await announce(world.needs, [world.event('deregistered', { atMs: world.clock.nowMs() - 60 * MINUTE })])
  expectStaging(world.messenger.posts('ami-alerts').map(({ message }) => message.text))
})

test('those who may are asked, and Home and greeting have their buttons', async () => {
  const world = ours()
  const ask = asked(world, 'somebody')
  await serve(world.needs, { ...ask, kind: 'forward', action: 'enable', image: IMAGE })
  await serve(world.needs, { ...ask, kind: 'joined', person: { userId: 'U0AMIOPS', workspaceId: '' } })
  const posted = ['ami-ready', 'ami-alerts'].flatMap(channel => world.messenger.posts(channel))
  expect(posted).toHaveLength(2)
  for (const { message } of posted) expectStaging([message])
  world.messenger.setPerson('U0MARIA', {
    known: true,
    workspaceId: 'T0SANDBOX',
    isStranger: false,
    isDeactivated: false,
  })
  await serve(world.needs, { ...ask, kind: 'home' })
  expectStaging(world.messenger.homes('U0MARIA').slice(-1))
})
